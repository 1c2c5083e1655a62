using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform;

namespace Backlot.Benchmarks.Jobs;

/// <summary>100,000 jobs, 1,000 a call, on one connection, while nobody works.</summary>
internal static class W1BulkInsert
{
    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, cell.Scaled(100_000));
        var user = await database.AddUserAsync(ct);
        var wal = await database.WalBytesAsync(ct);
        var start = Stopwatch.GetTimestamp();
        await database.EnqueueAsync(Enumerable.Range(0, size).Select(n => NewJob.Of(new BenchNoop(n), user)), ct);
        var seconds = Figures.SecondsSince(start);
        wal = await database.WalBytesAsync(ct) - wal;
        if (await database.CountAsync("status = 'queued'", ct) != size || await database.ReadAsync<long>("select sum(cardinality(job_ids)) from job_queue", ct) != size)
            throw new StartFailed($"Not all of {size} jobs are in the queue.");
        yield return new("rate", size / seconds, "jobs/s");
        yield return new("wal", wal / size, "bytes/job");
    }
}
