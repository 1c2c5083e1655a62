using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform;

namespace Backlot.Benchmarks.Jobs;

/// <summary>10,000 jobs of ten tenants can run; before them lie 50,000 of one tenant whose provider account takes one at a time
/// and is taken, and 100,000 of tomorrow.</summary>
internal static class W6DirtyBacklog
{
    private const string Account = "taken";

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var database = cell.Database;
        var (future, blocked, ready) = (cell.Scaled(100_000), cell.Scaled(50_000), cell.Scaled(10_000, least: 10));
        var tenants = await database.AddUsersAsync(10, ct);
        var greedy = await database.AddUserAsync(ct);
        await TakeAccountAsync(cell, greedy, ct);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        await database.EnqueueAsync(Enumerable.Range(0, future).Select(_ => NewJob.Of(new BenchLong(0, 0), greedy, runAt: tomorrow)), ct);
        await database.EnqueueAsync(Enumerable.Range(0, blocked).Select(_ => NewJob.Of(new BenchLong(0, 0), greedy, account: Account)), ct);
        await database.EnqueueAsync(Enumerable.Range(0, ready).Select(n => NewJob.Of(new BenchLong(n, 0), tenants[n % tenants.Length])), ct);
        await database.RunAsync("analyze", ct);
        await database.RunAsync("checkpoint", ct);

        var (seconds, runs, _, _) = await Drain.MeasureAsync(cell, ready, UnfinishedOfOthersAsync, ct,
            change: order => order with { Queue = BenchLong.Queue, TimesClaims = true }, processes: cell.Drainers);
        runs.DemandEachOnce();
        if (await database.CountAsync("status = 'queued'", ct) != future + blocked || await database.CountAsync("status = 'running'", ct) != 1)
            throw new StartFailed("A job ran before its time, or beside the one that has its provider account.");
        var claims = runs.Samples.Select(claim => claim.Milliseconds).ToList();
        yield return new("rate", ready / seconds, "jobs/s");
        yield return new("claims", claims.Count, "claims");
        yield return new("claim_p50", claims.Percentile(0.5), "ms");
        yield return new("claim_p99", claims.Percentile(0.99), "ms");

        Task<long> UnfinishedOfOthersAsync(CancellationToken token) =>
            database.CountAsync($"status in ('queued', 'running') and user_id <> '{greedy}'", token);
    }

    /// <summary>By a job that lasts longer than the measurement, in a worker that has no slot for another.</summary>
    private static async Task TakeAccountAsync(Cell cell, Guid user, CancellationToken ct)
    {
        await cell.Database.RunAsync($"insert into job_accounts (account, most_running) values ('{Account}', 1)", ct);
        await cell.Database.EnqueueAsync([NewJob.Of(new BenchLong(0, (int)(2 * Cell.Limit).TotalMilliseconds), user, account: Account)], ct);
        var holder = await cell.StartWorkerAsync(1, ct, order => order with { Queue = BenchLong.Queue, Slots = 1, Tells = true });
        await holder.NextMomentAsync(ct);
    }
}
