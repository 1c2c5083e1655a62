using System.Runtime.CompilerServices;

namespace Backlot.Benchmarks.Jobs;

/// <summary>A worker of 10 queues with 4 slots each, and no job for a minute.</summary>
internal static class W11Idle
{
    private const int Queues = 10, Slots = 4;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        await cell.Database.CountStatementsAsync(ct);
        var worker = await cell.StartWorkerAsync(1, ct, order => order with { Queue = null, Slots = Slots, IdleQueues = Queues });
        await Task.Delay(cell.ScaledSeconds(2, least: 0.5), ct);
        var meter = await DatabaseMeter.StartAsync(cell, ct);
        await Task.Delay(cell.ScaledSeconds(60, least: 2), ct);
        foreach (var metric in await meter.ReadAsync(ct))
            yield return metric.Name == "statements" ? metric with { Bar = new(5) } : metric;
        await worker.StopAsync(ct);
    }
}
