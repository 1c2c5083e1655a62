using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Jobs;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs.Attempts;

public sealed class AttemptApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_log_comes_first_and_the_last_run_is_told_by_the_job_itself()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, "lease_no, attempt, last_worker, started_at, status, error_message, completed_at",
            "3, 2, 'there:2', now() - interval '1 minute', 'failed', 'It is broken.', now()");
        await LogAsync(server, job, 1, 1, "here:1", "worker gone", "Its worker here:1 is gone.");
        await LogAsync(server, job, 2, 2, "here:1", "parked", "The provider is at it.");

        var runs = await RunsAsync(server, job);

        Assert.Equal(
            [(1, 1, "here:1", "worker gone", "Its worker here:1 is gone."), (2, 2, "here:1", "parked", "The provider is at it."),
                (3, 2, "there:2", "failed", "It is broken.")],
            runs.Select(run => (run.GetProperty("leaseNo").GetInt32(), run.GetProperty("attempt").GetInt32(),
                run.GetProperty("worker").GetString(), run.GetProperty("outcome").GetString(), run.GetProperty("reason").GetString())));
        Assert.All(runs, run => Assert.True(run.GetProperty("startedAt").GetDateTimeOffset() < run.GetProperty("endedAt").GetDateTimeOffset()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_goes_on_has_no_end_and_not_the_reason_of_the_one_before()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, "lease_no, attempt, last_worker, started_at, status, worker_id, error_message",
            "2, 2, 'here:1', now(), 'running', gen_random_uuid(), 'The network was away.'");
        await LogAsync(server, job, 1, 1, "here:1", "retry", "The network was away.");

        var running = (await RunsAsync(server, job))[1];

        Assert.Equal("running", running.GetProperty("outcome").GetString());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (running.GetProperty("endedAt").ValueKind, running.GetProperty("reason").ValueKind));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("status, error_message", "'queued', 'The network was away.'")]                              // waits for its next try
    [InlineData("status, error_message, completed_at", "'cancelled', 'It was cancelled.', now()")]           // cancelled in that rest
    [InlineData("status, lease_no, error_message, completed_at", "'cancelled', 3, 'It was cancelled.', now()")] // put back by hand, and cancelled then
    public async Task A_run_that_the_log_tells_is_not_told_again(string columns, string values)
    {
        await using var server = await StartAsync();
        var lease = columns.Contains("lease_no", StringComparison.Ordinal) ? ("", "") : (", lease_no", ", 2");
        var job = await AddAsync(server, "attempt, last_worker, started_at, " + columns + lease.Item1,
            "2, 'here:1', now() - interval '1 hour', " + values + lease.Item2);
        await LogAsync(server, job, 1, 1, "here:1", "retry", "The network was away.");
        await LogAsync(server, job, 2, 2, "here:1", "retry", "The network was away.");

        Assert.Equal([1, 2], (await RunsAsync(server, job)).Select(run => run.GetProperty("leaseNo").GetInt32()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_nobody_has_begun_has_no_runs()
    {
        await using var server = await StartAsync();
        var queued = await AddAsync(server, "priority", "5");
        var cancelled = await AddAsync(server, "status, error_message, completed_at", "'cancelled', 'It was cancelled.', now()");

        Assert.Empty(await RunsAsync(server, queued));
        Assert.Empty(await RunsAsync(server, cancelled));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_very_many_runs_the_last_thousand_are_told()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, "priority", "5");
        await server.Database.RunAsync(
            "insert into job_attempts (job_id, lease_no, attempt, worker, outcome) select $1, n, 1, 'here:1', 'parked' from generate_series(1, 1500) as n", job);

        var runs = await RunsAsync(server, job);

        Assert.Equal((1000, 501, 1500), (runs.Count, runs[0].GetProperty("leaseNo").GetInt32(), runs[^1].GetProperty("leaseNo").GetInt32()));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_engine_runs_is_told_run_by_run()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run => run.Job.Attempt switch
        {
            1 => new Outcome.Retry("The network was away.", TimeSpan.Zero),
            2 => throw new InvalidOperationException("It broke."),
            _ => new Outcome.Done(),
        }));
        var id = (await server.EnqueueAsync("told")).Id;
        await server.UntilAsync(id, JobStatus.Completed);

        var runs = await RunsAsync(server.Server, id);

        Assert.Equal([(1, "retry", "The network was away."), (2, "retry", "It broke."), (3, "completed", null)], runs.Select(run =>
            (run.GetProperty("attempt").GetInt32(), run.GetProperty("outcome").GetString(), run.GetProperty("reason").GetString())));
        Assert.All(runs, run => Assert.EndsWith($":{Environment.ProcessId}", run.GetProperty("worker").GetString(), StringComparison.Ordinal));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, ApiServer.WithoutWorker);

    private static Task<Guid> AddAsync(TestServer server, string columns, string values) => server.Database.ValueAsync<Guid>(
        $"insert into jobs (id, user_id, kind, queue, payload, {columns}) values ($1, $2, 'test.told', 'telling', '{{}}', {values}) returning id",
        Guid.CreateVersion7(), server.OwnerId);

    private static Task<int> LogAsync(TestServer server, Guid job, long leaseNo, int attempt, string worker, string outcome, string reason) =>
        server.Database.RunAsync("""
            insert into job_attempts (job_id, lease_no, attempt, worker, started_at, ended_at, outcome, reason)
            values ($1, $2, $3, $4, now() - interval '3 minutes', now() - interval '2 minutes', $5, $6)
            """, job, leaseNo, attempt, worker, outcome, reason);

    private static async Task<List<JsonElement>> RunsAsync(TestServer server, Guid job) =>
        [.. (await server.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{job}/attempts", Ct)).GetProperty("items").EnumerateArray()];
}
