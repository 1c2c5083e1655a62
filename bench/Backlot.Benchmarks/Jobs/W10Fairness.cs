using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;

namespace Backlot.Benchmarks.Jobs;

/// <summary>A tenant with 20,000 jobs of 20 ms, and then another with 20: how long does the second wait? And how even is the
/// share of ten tenants who have brought very different amounts?</summary>
internal static class W10Fairness
{
    private const int SlotMilliseconds = 20, Few = 20, Tenants = 10;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, many) = (cell.Database, cell.Scaled(20_000, least: 100));
        var users = await database.AddUsersAsync(2, ct);
        await database.EnqueueAsync(Enumerable.Range(0, many).Select(n => NewJob.Of(new BenchLong(n, SlotMilliseconds), users[0])), ct);
        var worker = await cell.StartWorkerAsync(many + Few, ct, order => order with { Queue = BenchLong.Queue });
        while (worker.Ran < many / 10)
            await Task.Delay(1, ct);
        var arrived = Stopwatch.GetTimestamp();
        await database.EnqueueAsync(Enumerable.Range(many, Few).Select(n => NewJob.Of(new BenchLong(n, SlotMilliseconds), users[1])), ct);
        await Drain.WaitAsync([worker], many + Few, database.UnfinishedAsync, ct);
        var runs = await worker.StopAsync(ct);
        runs.DemandEachOnce();
        var waits = runs.Begun.Skip(many).Select(begun => Figures.Milliseconds(arrived, begun) / SlotMilliseconds).ToList();
        yield return new("second_tenant_first_start", waits.Min(), "slot times", new(2));
        yield return new("second_tenant_last_start", waits.Max(), "slot times");

        var sizes = Enumerable.Range(1, Tenants).Select(n => cell.Scaled(200 * n, least: 2 * n)).Reverse().ToList();
        yield return new("jain_index", await JainAsync(cell, sizes, ct), "of 1");
        await database.DemandAllAsync("completed", many + Few + sizes.Sum(), ct);
    }

    /// <returns>1: the tenants got the same number of runs, as long as each had jobs left; 1 / tenants: one got all.</returns>
    private static async Task<double> JainAsync(Cell cell, List<int> sizes, CancellationToken ct)
    {
        var (first, owner) = (0, new List<int>());
        foreach (var size in sizes)
        {
            var user = await cell.Database.AddUserAsync(ct);
            await cell.Database.EnqueueAsync(Enumerable.Range(first, size).Select(n => NewJob.Of(new BenchLong(n, SlotMilliseconds), user)), ct);
            owner.AddRange(Enumerable.Repeat(owner.Count == 0 ? 0 : owner[^1] + 1, size));
            first += size;
        }
        var worker = await cell.StartWorkerAsync(first, ct, order => order with { Queue = BenchLong.Queue });
        await Drain.WaitAsync([worker], first, cell.Database.UnfinishedAsync, ct);
        var runs = await worker.StopAsync(ct);
        runs.DemandEachOnce();
        var starts = runs.Begun.Select((begun, n) => (Tenant: owner[n], Begun: begun)).ToLookup(start => start.Tenant, start => start.Begun);
        var oneIsThrough = starts.Min(tenant => tenant.Max());
        var got = starts.Select(tenant => (double)tenant.Count(begun => begun <= oneIsThrough)).ToList();
        return got.Sum() * got.Sum() / (got.Count * got.Sum(count => count * count));
    }
}
