using System.Runtime.CompilerServices;

namespace Backlot.Benchmarks.Jobs;

/// <summary>100,000 jobs that do nothing, drained by 2 processes of 12 slots.</summary>
/// <remarks>The workers have started on this machine before, as those of a studio have: they drain some jobs first, so that
/// <see cref="Platform.Processes.StartProfile"/> knows their code.</remarks>
internal static class W3Drain
{
    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, cell.Scaled(100_000));
        var (wal, transactions) = (0.0, 0.0);
        var user = await database.AddUserAsync(ct);
        await Drain.MeasureAsync(cell, user, Math.Min(size, 5_000), ct);
        await database.RunAsync("truncate jobs cascade", ct);
        var (seconds, runs, workerCpu, databaseCpu) = await Drain.MeasureAsync(cell, user, size, ct,
            async () => (wal, transactions) = (await database.WalBytesAsync(ct), await database.TransactionsAsync(ct)));
        wal = await database.WalBytesAsync(ct) - wal;
        await database.DemandAllAsync("completed", size, ct);
        yield return new("rate", size / seconds, "jobs/s");
        yield return new("finished", size, "jobs");
        yield return new("unfinished", await database.UnfinishedAsync(ct), "jobs");
        yield return new("finished_never_run", runs.NeverRun, "jobs");
        yield return new("duplicates", runs.Duplicates, "jobs");
        yield return new("wal", wal / size, "bytes/job");
        yield return new("commits", (await database.TransactionsAsync(ct) - transactions) / size, "commits/job");
        yield return new("worker_cpu", 1e6 * workerCpu / size, "µs/job");
        yield return new("database_cpu", 1e6 * databaseCpu / size, "µs/job");
        foreach (var dead in await database.DeadTuplesAsync(ct))
            yield return dead;
        runs.DemandEachOnce();
    }
}
