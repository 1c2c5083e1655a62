using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform;

namespace Backlot.Benchmarks.Jobs;

/// <summary>1,000 jobs one after the other, each enqueued when the one before has begun: from the call to the handler, which
/// is in another process. In turn with it, what the machine takes to pass anything on.</summary>
internal static class W4IdlePickUp
{
    private const int WarmUp = 10;
    private const double GapMilliseconds = 20, GoldenRatio = 0.618034;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, WarmUp + cell.Scaled(1_000));
        var user = await database.AddUserAsync(ct);
        var worker = await cell.StartWorkerAsync(size, ct, order => order with { Tells = true });
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        await using var connection = await database.OpenAsync(ct);
        await using var bare = await BarePickUp.StartAsync(database, ct);
        var (latencies, bares) = (new List<double>(), new List<double>());
        for (var n = 0; n < size; n++)
        {
            // Even cover of the gap, the same in every run.
            var gap = TimeSpan.FromMilliseconds(n * GoldenRatio % 1 * GapMilliseconds);
            await Task.Delay(gap, ct);
            var alone = await bare.MeasureAsync(ct);
            await Task.Delay(gap, ct);
            var called = Stopwatch.GetTimestamp();
            await UniqueJobs.InsertAsync(connection, NewJob.Of(new BenchNoop(n), user), ct);
            var begun = await worker.NextMomentAsync(ct);
            if (begun.N != n)
                throw new StartFailed($"Job {begun.N} began, and {n} should have.");
            if (n < WarmUp)
                continue;
            bares.Add(alone);
            latencies.Add(Figures.Milliseconds(called, begun.At));
        }
        var runs = await worker.StopAsync(ct);
        runs.DemandEachOnce();
        await database.DemandAllAsync("completed", size, ct);
        yield return new("p50", latencies.Percentile(0.5), "ms", new(3));
        yield return new("p95", latencies.Percentile(0.95), "ms");
        yield return new("p99", latencies.Percentile(0.99), "ms", new(10));
        yield return new("p100", latencies.Percentile(1), "ms");
        yield return new("samples", latencies.Count, "jobs");
        yield return new("bare_p50", bares.Percentile(0.5), "ms");
        yield return new("bare_p99", bares.Percentile(0.99), "ms");
    }
}
