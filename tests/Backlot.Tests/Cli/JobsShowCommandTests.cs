using Backlot.Platform.Processes;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

public sealed class JobsShowCommandTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_job_is_told_with_all_its_runs()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, ", attempt, max_attempts, lease_no, last_worker, started_at, status, error_message, completed_at",
            ", 2, 3, 2, 'there:2', '2026-01-05T10:00:10Z', 'failed', 'The disk is full.', '2026-01-05T10:00:40Z'");
        await server.Database.RunAsync("""
            insert into job_attempts (job_id, lease_no, attempt, worker, started_at, ended_at, outcome, reason)
            values ($1, 1, 1, 'here:1', '2026-01-05T10:00:00Z', '2026-01-05T10:00:05Z', 'worker gone', 'Its worker here:1 is gone.')
            """, job);

        var told = await ShowAsync(server, job);

        var lines = told.Stdout.Split('\n');
        Assert.Equal((0, ""), (told.ExitCode, told.StderrTail));
        Assert.Subset(lines.ToHashSet(), new HashSet<string> { $"Job\t{job}", "Kind\ttest.shown", "State\tfailed", "Queue\tshowing, priority 7", "Attempts\t2 of 3", "Reason\tThe disk is full." });
        Assert.Equal(
            ["Run\t1\there:1\t2026-01-05T10:00:00.0000000+00:00\t5 s\tworker gone\tIts worker here:1 is gone.",
                "Run\t2\tthere:2\t2026-01-05T10:00:10.0000000+00:00\t30 s\tfailed\tThe disk is full."],
            lines.Where(line => line.StartsWith("Run\t", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("Next run", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_waits_names_what_it_waits_for_and_what_is_done_already()
    {
        await using var server = await StartAsync();
        var (done, running) = (await AddAsync(server), await AddAsync(server, ", status, worker_id, progress", ", 'running', gen_random_uuid(), 0.25"));
        var job = await AddAsync(server);
        await server.Database.RunAsync("insert into job_dependencies values ($1, $2), ($1, $3)", job, done, running);
        await server.Database.RunAsync("update jobs set status = 'completed', completed_at = now() where id = $1", done);

        var lines = (await ShowAsync(server, job)).Stdout.Split('\n');

        Assert.Contains($"Waits for\t{running} test.shown, running 25%", lines);
        Assert.Contains("Waited for\t1 job that completed", lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_rests_says_when_it_runs_and_what_went_wrong()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, ", run_at, error_message, checkpoint", ", now() + interval '90 minutes 30 seconds', 'The network was away.', '{\"shot\": 7}'");

        var lines = (await ShowAsync(server, job)).Stdout.Split('\n');

        Assert.Contains("Last error\tThe network was away.", lines);
        Assert.Contains("Goes on from\t{\"shot\":7}", lines);
        Assert.Contains(lines, line => line.StartsWith("Next run\t", StringComparison.Ordinal) && line.EndsWith("in 1 h 30 min", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_not_there_is_a_sentence()
    {
        await using var server = await StartAsync();

        Assert.Equal(new ProcessResult(1, "", "There is nothing here.\n"), await ShowAsync(server, Guid.CreateVersion7()));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, ApiServer.WithoutWorker);

    private static Task<Guid> AddAsync(TestServer server, string columns = "", string values = "") => server.Database.ValueAsync<Guid>(
        $"insert into jobs (id, user_id, kind, queue, priority, payload{columns}) values ($1, $2, 'test.shown', 'showing', 7, '{{}}'{values}) returning id",
        Guid.CreateVersion7(), server.OwnerId);

    private static Task<ProcessResult> ShowAsync(TestServer server, Guid job) => OwnCommandLine.RunAsync(
        [("BACKLOT_TOKEN", server.Token)], "jobs", "show", job.ToString(), "--url", server.Http.BaseAddress!.ToString());
}
