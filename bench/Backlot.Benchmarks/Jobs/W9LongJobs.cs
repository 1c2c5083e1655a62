using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Benchmarks.Jobs;

/// <summary>500 long jobs on one worker, each telling its progress once a second: what do they cost the database while they
/// run, and how soon does one hear that it is to stop?</summary>
internal static class W9LongJobs
{
    private static readonly TimeSpan BetweenCancels = TimeSpan.FromMilliseconds(130);

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, cell.Scaled(500, least: 5));
        var user = await database.AddUserAsync(ct);
        await database.CountStatementsAsync(ct);
        var length = (int)(2 * Cell.Limit).TotalMilliseconds;
        await database.EnqueueAsync(Enumerable.Range(0, size).Select(n => NewJob.Of(new BenchLong(n, length), user)), ct);
        var worker = await cell.StartWorkerAsync(size, ct, order => order with { Queue = BenchLong.Queue, Slots = size, Tells = true });
        for (var begun = 0; begun < size; begun++)
            await worker.NextMomentAsync(ct);
        await Task.Delay(TimeSpan.FromSeconds(1), ct);

        var meter = await DatabaseMeter.StartAsync(cell, ct);
        await Task.Delay(cell.ScaledSeconds(60, least: 2), ct);
        foreach (var metric in await meter.ReadAsync(ct))
            yield return metric.Name == "transactions" ? metric with { Bar = new(150) } : metric;

        var latencies = await CancelAsync(database, user, worker, Math.Min(size, 100), ct);
        yield return new("cancel_p50", latencies.Percentile(0.5), "ms");
        yield return new("cancel_p99", latencies.Percentile(0.99), "ms", new(2000));
        await database.RunAsync("update jobs set cancel_requested = true where status = 'running'", ct);
        await Drain.WaitAsync([worker], size, database.UnfinishedAsync, ct);
        var runs = await worker.StopAsync(ct);
        runs.DemandEachOnce();
        await database.DemandAllAsync("cancelled", size, ct);
    }

    /// <returns>From the asking to the handler's token, in milliseconds.</returns>
    private static async Task<List<double>> CancelAsync(BenchDatabase database, Guid user, BenchWorker worker, int jobs, CancellationToken ct)
    {
        await using var services = new ServiceCollection()
            .AddEngine(database.ConnectionString, new() { DataFolder = "", RunsJobs = false }).BuildServiceProvider();
        var ids = await database.ReadAsync<Guid[]>("select array_agg(id order by (payload ->> 'n')::int) from jobs", ct);
        var asked = new long[jobs];
        for (var n = 0; n < jobs; n++)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = user;
            asked[n] = Stopwatch.GetTimestamp();
            await scope.ServiceProvider.GetRequiredService<JobControl>().CancelAsync(ids[n], ct);
            await Task.Delay(BetweenCancels, ct);
        }
        var latencies = new List<double>();
        while (latencies.Count < jobs)
            if (await worker.NextMomentAsync(ct) is { What: "stopped" } stopped)
                latencies.Add(Figures.Milliseconds(asked[stopped.N], stopped.At));
        return latencies;
    }
}
