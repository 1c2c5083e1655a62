using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>The load of W5 for ten minutes, in whose minutes 2 to 8 somebody holds a snapshot, so that nothing which dies then
/// can be cleared away. A drain before, and one at the end of the pin, show what that does to the speed.</summary>
internal static class W7PinnedSnapshot
{
    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, cell.Scaled(100_000));
        var user = await database.AddUserAsync(ct);
        var free = await DrainAsync(cell, user, size, ct);
        var (jobs, before) = await OpenLoop.MeasureAsync(cell, user, cell.ScaledSeconds(120), ct);
        yield return new("before_p99", before.Percentile(0.99), "ms");
        await using var connection = await database.OpenAsync(ct);
        var (pinned, during) = (0.0, before);
        await using (await PinAsync(connection, ct))
        {
            (var more, during) = await OpenLoop.MeasureAsync(cell, user, cell.ScaledSeconds(360), ct);
            jobs += more;
            yield return new("pinned_p99", during.Percentile(0.99), "ms");
            pinned = await DrainAsync(cell, user, size, ct);
            foreach (var dead in await database.DeadTuplesAsync(ct))
                yield return dead with { Name = $"pinned_{dead.Name}" };
        }
        var (last, after) = await OpenLoop.MeasureAsync(cell, user, cell.ScaledSeconds(120), ct);
        yield return new("after_p99", after.Percentile(0.99), "ms");
        yield return new("p99_drift", during.Percentile(0.99) / before.Percentile(0.99), "times");
        yield return new("free_rate", free, "jobs/s");
        yield return new("pinned_rate", pinned, "jobs/s");
        yield return new("throughput_ratio", pinned / free, "times", new(0.9, IsLeast: true));
        foreach (var dead in await database.DeadTuplesAsync(ct))
            yield return dead;
        await database.DemandAllAsync("completed", 2 * size + jobs + last, ct);
    }

    private static async Task<NpgsqlTransaction> PinAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var look = new NpgsqlCommand("select count(*) from jobs", connection);
        await look.ExecuteScalarAsync(ct);
        return transaction;
    }

    /// <returns>Jobs a second.</returns>
    private static async Task<double> DrainAsync(Cell cell, Guid user, int size, CancellationToken ct)
    {
        var (seconds, runs, _, _) = await Drain.MeasureAsync(cell, user, size, ct, processes: cell.Drainers);
        runs.DemandEachOnce();
        return size / seconds;
    }
}
