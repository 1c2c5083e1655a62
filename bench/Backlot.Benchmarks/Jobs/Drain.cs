using System.Diagnostics;
using Backlot.Jobs;
using Backlot.Platform;

namespace Backlot.Benchmarks.Jobs;

/// <summary>What a drain showed.</summary>
/// <param name="Seconds">From the start signal, when the processes are loaded and not yet connected, to the last finished row
/// in the database.</param>
/// <param name="WorkerCpuSeconds">Of the workers meanwhile, compiling included.</param>
/// <param name="DatabaseCpuSeconds">Of PostgreSQL meanwhile.</param>
internal sealed record Drained(double Seconds, Runs Runs, double WorkerCpuSeconds, double DatabaseCpuSeconds);

/// <summary>Worker processes empty a queue.</summary>
internal static class Drain
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Jobs that do nothing, put in while nobody works, and then drained.</summary>
    /// <param name="loaded">Called before the start signal.</param>
    /// <param name="processes">How many empty it.</param>
    public static async Task<Drained> MeasureAsync(Cell cell, Guid user, int size, CancellationToken ct, Func<Task>? loaded = null, int processes = 2)
    {
        var jobs = Enumerable.Range(0, size).Select(n => NewJob.Of(new BenchNoop(n), user)).ToList();
        await cell.Database.EnqueueAsync(jobs, ct);
        await cell.Database.RunAsync("analyze", ct);
        await cell.Database.RunAsync("checkpoint", ct);
        var drained = await MeasureAsync(cell, size, cell.Database.TicketsAndBatchesAsync, ct, loaded, processes: processes);
        // Only these: what others left in the table is no work of theirs.
        var first = jobs.Min(job => job.Id);
        return await cell.Database.UnfinishedAsync($"id >= '{first}'", ct) == 0 ? drained
            : throw new StartFailed("Jobs are left that are on no ticket and in no batch: nobody will ever run them.");
    }

    /// <param name="jobs">How many can run; they are in the queue.</param>
    /// <param name="unfinished">How many of these have not ended.</param>
    /// <param name="loaded">Called before the start signal.</param>
    public static async Task<Drained> MeasureAsync(
        Cell cell, int jobs, Func<CancellationToken, Task<long>> unfinished, CancellationToken ct, Func<Task>? loaded = null,
        Func<WorkerOrder, WorkerOrder>? change = null, int processes = 2)
    {
        var workers = new BenchWorker[processes];
        for (var n = 0; n < processes; n++)
            workers[n] = await cell.LoadWorkerAsync(jobs, ct, change);
        await (loaded?.Invoke() ?? Task.CompletedTask);
        var (databaseCpu, workerCpu) = (cell.Cluster.CpuSeconds(), workers.Sum(worker => worker.CpuSeconds));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(workers.Select(worker => worker.StartAsync(ct)));
        await WaitAsync(workers, jobs, unfinished, ct);
        var seconds = Figures.SecondsSince(start);
        workerCpu = workers.Sum(worker => worker.CpuSeconds) - workerCpu;
        databaseCpu = cell.Cluster.CpuSeconds() - databaseCpu;
        return new(seconds, Runs.Together(await Task.WhenAll(workers.Select(worker => worker.StopAsync(ct)))), workerCpu, databaseCpu);
    }

    /// <summary>Until so many jobs have run and none is unfinished. The database is asked only once the handlers are through, so
    /// that the watcher does not load what it watches.</summary>
    /// <param name="runs">Of these workers since their start.</param>
    /// <exception cref="StartFailed">It took longer than <see cref="Cell.Limit"/>.</exception>
    public static async Task WaitAsync(
        IReadOnlyCollection<BenchWorker> workers, int runs, Func<CancellationToken, Task<long>> unfinished, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        while (workers.Sum(worker => worker.Ran) < runs || await unfinished(ct) > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Cell.Limit)
                throw new StartFailed($"After {Cell.Limit.TotalSeconds:0} s {workers.Sum(worker => worker.Ran)} of {runs} jobs have run, and {await unfinished(ct)} are unfinished.");
            await Task.Delay(Look, ct);
        }
    }
}
