using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Backlot.Jobs.Metrics;
using Backlot.Tests.Api;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs.Metrics;

public sealed partial class MetricsApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_queues_are_told_as_the_database_has_them_whosever_the_jobs_are()
    {
        await using var server = await StartAsync();
        var other = await server.Database.AddUserAsync();
        await server.Database.RunAsync("""
            insert into jobs (user_id, kind, queue, payload, run_at)
            select $1, 'k', 'q "1"', '{}'::jsonb, now() - interval '1 hour' from generate_series(1, 3)
            union all select $2, 'k', 'q "1"', '{}', now() + interval '1 hour';
            """, server.OwnerId, other);
        await server.Database.RunAsync("insert into queues (name, paused_at) values ('render', now())");

        var metrics = await ReadAsync(server);

        Assert.Equal((3, 1, 0), (metrics["""backlot_jobs_ready{queue="q \"1\""}"""], metrics["""backlot_jobs_waiting{queue="q \"1\""}"""],
            metrics["""backlot_jobs_running{queue="q \"1\""}"""]));
        Assert.True(metrics["""backlot_jobs_oldest_ready_seconds{queue="q \"1\""}"""] >= 0);
        Assert.Equal((1, 0), (metrics["""backlot_queue_paused{queue="render"}"""], metrics["""backlot_queue_paused{queue="generate"}"""]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Runs_are_counted_by_kind_and_outcome_and_what_failed_by_kind()
    {
        await using var server = await StartAsync();
        var counted = server.Services.GetRequiredService<JobMetrics>();
        counted.RunEnded("make", "completed", TimeSpan.FromSeconds(2));
        counted.RunEnded("make", "completed", TimeSpan.FromSeconds(0.001));
        counted.RunEnded("make", "failed", TimeSpan.FromHours(3));
        counted.RunEnded("cut", "retry", TimeSpan.Zero);

        var metrics = await ReadAsync(server);

        Assert.Equal((2, 1, 1), (metrics["""backlot_job_runs_total{kind="make",outcome="completed"}"""],
            metrics["""backlot_job_runs_total{kind="make",outcome="failed"}"""], metrics["""backlot_job_runs_total{kind="cut",outcome="retry"}"""]));
        Assert.Equal(1, metrics["""backlot_jobs_failed_total{kind="make"}"""]);
        Assert.DoesNotContain("""backlot_jobs_failed_total{kind="cut"}""", metrics);
        Assert.Equal((1, 1, 2, 2, 3), (Runs("0.005"), Runs("1"), Runs("5"), Runs("7200"), Runs("+Inf")));
        Assert.Equal((10802.001, 3), (metrics["""backlot_job_run_seconds_sum{kind="make"}"""], metrics["""backlot_job_run_seconds_count{kind="make"}"""]));

        double Runs(string seconds) => metrics[$$"""backlot_job_run_seconds_bucket{kind="make",le="{{seconds}}"}"""];
    }

    [Fact(Timeout = 60_000)]
    public async Task Claims_are_timed_by_queue_also_those_that_took_nothing()
    {
        await using var server = await StartAsync();
        var counted = server.Services.GetRequiredService<JobMetrics>();
        counted.Claimed("generate", 5, TimeSpan.FromMilliseconds(2));
        counted.Claimed("generate", 0, TimeSpan.FromMilliseconds(1));

        var metrics = await ReadAsync(server);

        Assert.Equal((5, 2, 1), (metrics["""backlot_jobs_claimed_total{queue="generate"}"""], metrics["""backlot_claim_seconds_count{queue="generate"}"""],
            metrics["""backlot_claim_seconds_bucket{queue="generate",le="0.001"}"""]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_server_of_a_process_counts_its_own()
    {
        await using var server = await StartAsync();
        await using var other = await StartAsync();
        _ = await ReadAsync(other);
        server.Services.GetRequiredService<JobMetrics>().Claimed("generate", 5, TimeSpan.Zero);

        Assert.Contains("""backlot_jobs_claimed_total{queue="generate"}""", await ReadAsync(server));
        Assert.DoesNotContain("""backlot_jobs_claimed_total{queue="generate"}""", await ReadAsync(other));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_engine_runs_is_counted()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await server.UntilAsync((await server.EnqueueAsync("a")).Id, Backlot.Jobs.JobStatus.Completed);

        var metrics = await ReadAsync(server.Server);
        while (!metrics.ContainsKey("""backlot_job_runs_total{kind="test.scripted",outcome="completed"}"""))
            metrics = await ReadAsync(server.Server);

        Assert.Equal(1, metrics["""backlot_jobs_claimed_total{queue="test"}"""]);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_text_is_in_the_format_that_its_type_names()
    {
        await using var server = await StartAsync();
        server.Services.GetRequiredService<JobMetrics>().Claimed("generate", 1, TimeSpan.FromSeconds(1));

        using var reply = await server.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", reply.Content.Headers.ContentType?.ToString());
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        var names = text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_admins_are_told()
    {
        await using var server = await StartAsync();
        using var member = await TestUser.AddAsync(server, "member");
        using var stranger = server.NewClient();

        using var toMember = await member.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);
        using var toStranger = await stranger.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (toMember.StatusCode, toStranger.StatusCode));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, ApiServer.WithoutWorker);

    private static async Task<Dictionary<string, double>> ReadAsync(TestServer server) =>
        (await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#').Select(line => line.Split("} "))
        .ToDictionary(line => line[0] + "}", line => double.Parse(line[1], CultureInfo.InvariantCulture));

    [GeneratedRegex("""^(# HELP [a-z_]+ [^\n]+|# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+\{([a-z]+="([^"\\\n]|\\["\\n])*",?)+\} [0-9.eE+-]+)$""")]
    private static partial Regex Line();
}
