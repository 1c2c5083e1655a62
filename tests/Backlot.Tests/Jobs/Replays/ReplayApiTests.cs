using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Jobs.Replays;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs.Replays;

public sealed class ReplayApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task All_failed_jobs_of_the_caller_are_queued_again_with_all_their_attempts()
    {
        await using var server = await StartAsync();
        var other = await server.Database.AddUserAsync();
        await AddAsync(server, "a", jobs: 250);
        await AddAsync(server, "a", jobs: 3, user: other);
        await AddAsync(server, "a", jobs: 2, status: "cancelled");

        Assert.Equal(new Replayed(250, 0), await ReplayAsync(server, "{}"));

        Assert.Equal(250L, await server.Database.ValueAsync<long>("select count(*) from jobs where status = 'queued' and attempt = 0 and user_id = $1", server.OwnerId));
        Assert.Equal(250L, await server.Database.ValueAsync<long>("select count(*) from job_queue where is_ready"));
        Assert.Equal(["cancelled 2", "failed 3"], await server.Database.ColumnAsync<string>(
            "select status || ' ' || count(*) from jobs where status <> 'queued' group by status order by status"));
        Assert.Equal(new Replayed(0, 0), await ReplayAsync(server, "{}"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"kind": "a"}""", 3, "a")]
    [InlineData("""{"queue": "of-b"}""", 2, "b")]
    [InlineData("""{"kind": "a", "queue": "of-b"}""", 0, null)]
    [InlineData("""{"kind": "unheard-of"}""", 0, null)]
    public async Task Those_of_a_kind_or_a_queue_can_be_chosen(string body, int retried, string? kind)
    {
        await using var server = await StartAsync();
        await AddAsync(server, "a", jobs: 3);
        await AddAsync(server, "b", jobs: 2);

        Assert.Equal(new Replayed(retried, 0), await ReplayAsync(server, body));

        Assert.Equal(kind is null ? [] : [kind], await server.Database.ColumnAsync<string>("select distinct kind from jobs where status = 'queued'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_run_again_stays_failed_and_holds_up_no_other()
    {
        await using var server = await StartAsync();
        await AddAsync(server, "a", jobs: 1);
        await server.Database.RunAsync("update jobs set unique_key = 'k'");
        await AddAsync(server, "a", jobs: 1);
        await server.Database.RunAsync(
            "insert into jobs (id, user_id, kind, queue, payload, unique_key, key_held, run_at) values ($1, $2, 'c', 'of-c', '{}', 'k', true, now() + interval '1 day')",
            Guid.CreateVersion7(), server.OwnerId);

        Assert.Equal(new Replayed(1, 1), await ReplayAsync(server, """{"kind": "a"}"""));

        Assert.Equal("k", await server.Database.ValueAsync<string>("select unique_key from jobs where status = 'failed'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_command_line_says_how_many_it_was()
    {
        await using var server = await StartAsync();
        await AddAsync(server, "a", jobs: 2);

        var one = await RunAsync(server, "--kind", "a");
        var none = await RunAsync(server, "--queue", "of-a");
        var wrong = await RunAsync(server);

        Assert.Equal((0, "2 failed jobs are queued again.\n"), (one.ExitCode, one.Stdout));
        Assert.Equal((0, "0 failed jobs are queued again.\n"), (none.ExitCode, none.Stdout));
        Assert.Equal((1, "Say what to run again: a job's ID, or --kind KIND, or --queue QUEUE.\n"), (wrong.ExitCode, wrong.StderrTail));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, ApiServer.WithoutWorker);

    private static Task<int> AddAsync(TestServer server, string kind, int jobs, string status = "failed", Guid? user = null) => server.Database.RunAsync("""
        insert into jobs (user_id, kind, queue, payload, status, attempt, lease_no, error_message, completed_at)
        select $1, $2, 'of-' || $2, '{}', $3, 5, 5, 'No.', now() from generate_series(1, $4)
        """, user ?? server.OwnerId, kind, status, jobs);

    private static async Task<Replayed?> ReplayAsync(TestServer server, string body)
    {
        using var reply = await server.Http.PostAsync(new Uri("/api/jobs/retry", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);
        return await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Replayed>(JsonSerializerOptions.Web, Ct);
    }

    private static Task<Backlot.Platform.Processes.ProcessResult> RunAsync(TestServer server, params string[] options) => Cli.OwnCommandLine.RunAsync(
        [("BACKLOT_TOKEN", server.Token)], ["jobs", "retry", "--url", server.Http.BaseAddress!.ToString(), .. options]);
}
