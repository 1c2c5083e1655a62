using System.Runtime.CompilerServices;

namespace Backlot.Benchmarks.Jobs;

/// <summary>200 jobs of 5 ms a second for a minute, a worker of 12 slots; each is late from the moment it was meant to
/// arrive, not from when there was time to enqueue it.</summary>
internal static class W5LoadedPickUp
{
    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var database = cell.Database;
        var user = await database.AddUserAsync(ct);
        var (wal, transactions) = (await database.WalBytesAsync(ct), await database.TransactionsAsync(ct));
        var (jobs, late) = await OpenLoop.MeasureAsync(cell, user, cell.ScaledSeconds(60), ct);
        await database.DemandAllAsync("completed", jobs, ct);
        yield return new("p50", late.Percentile(0.5), "ms");
        yield return new("p99", late.Percentile(0.99), "ms", new(25));
        yield return new("p99.9", late.Percentile(0.999), "ms");
        yield return new("p100", late.Percentile(1), "ms");
        yield return new("wal", (await database.WalBytesAsync(ct) - wal) / jobs, "bytes/job");
        yield return new("transactions", (await database.TransactionsAsync(ct) - transactions) / jobs, "tx/job");
        foreach (var dead in await database.DeadTuplesAsync(ct))
            yield return dead;
    }
}
