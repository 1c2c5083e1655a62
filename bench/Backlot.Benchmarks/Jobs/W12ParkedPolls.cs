using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Platform;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>20,000 jobs wait for a provider that wants to be asked every 10 s; of every twentieth it tells by itself: how late
/// are the questions, and what do they cost?</summary>
internal static class W12ParkedPolls
{
    private const int WebhookEvery = 20;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size, pause) = (cell.Database, cell.Scaled(20_000, least: 40), cell.Scale < 0.1 ? 2_000 : 10_000);
        var jobs = Enumerable.Range(0, size).Select(n => new BenchParked(n, pause)).ToList();
        var user = await database.AddUserAsync(ct);
        await database.CountStatementsAsync(ct);
        await database.EnqueueAsync(jobs.Select(job => NewJob.Of(job, user)), ct);
        var worker = await cell.StartWorkerAsync(size, ct, order => order with { Queue = BenchParked.Queue, HasProvider = true });
        await Drain.WaitAsync([worker], size, async token => size - await database.CountAsync("status = 'parked'", token), ct);

        var (meter, from) = (await DatabaseMeter.StartAsync(cell, ct), Stopwatch.GetTimestamp());
        await Task.Delay(cell.ScaledSeconds(60, least: 3), ct);
        var (costs, to) = (await meter.ReadAsync(ct), Stopwatch.GetTimestamp());

        var webhooks = await WakeAsync(cell, worker, [.. jobs.Where(job => job.N % WebhookEvery == 0)], ct);
        await worker.SayAsync("finish", ct);
        await Drain.WaitAsync([worker], 2 * size, database.UnfinishedAsync, ct);
        var runs = await worker.StopAsync(ct);
        runs.DemandEach(2);
        await database.DemandAllAsync("completed", size, ct);

        var polls = runs.Samples.Where(sample => sample.At >= from && sample.At < to).Select(sample => sample.Milliseconds).ToList();
        var perSecond = polls.Count / Stopwatch.GetElapsedTime(from, to).TotalSeconds;
        yield return new("polls", perSecond, "polls/s");
        yield return new("late_p50", polls.Percentile(0.5), "ms");
        yield return new("late_p99", polls.Percentile(0.99), "ms");
        yield return new("transactions_per_poll", costs.First(cost => cost.Name == "transactions").Value / perSecond, "tx/poll");
        yield return new("webhook_p50", webhooks.Percentile(0.5), "ms");
        yield return new("webhook_p99", webhooks.Percentile(0.99), "ms");
        foreach (var cost in costs)
            yield return cost;
    }

    /// <returns>From the provider's call to the handler that gets its answer, in milliseconds.</returns>
    private static async Task<List<double>> WakeAsync(Cell cell, BenchWorker worker, IReadOnlyList<BenchParked> jobs, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(cell.Database.ConnectionString);
        var (parked, called) = (new ParkedJobs(source), new Dictionary<int, long>());
        var latencies = new List<double>();
        foreach (var job in jobs)
        {
            called[job.N] = Stopwatch.GetTimestamp();
            if (!await parked.WakeAsync(BenchProvider.Name, job.Account, job.ProviderJobId, $$"""{"providerJobId": "{{job.ProviderJobId}}"}""", ct))
                throw new StartFailed($"Nobody waited for the provider's job {job.ProviderJobId}.");
            // The first that is finished compiles what finishing needs, and does not count.
            if (called.Remove(jobs[0].N))
                await Drain.WaitAsync([worker], 0, async token => 1 - await cell.Database.CountAsync("status = 'completed'", token), ct);
        }
        while (latencies.Count < called.Count)
            if (await worker.NextMomentAsync(ct) is { What: "answered" } answered && called.TryGetValue(answered.N, out var at))
                latencies.Add(Figures.Milliseconds(at, answered.At));
        return latencies;
    }
}
