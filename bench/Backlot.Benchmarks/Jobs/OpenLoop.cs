using System.Diagnostics;
using Backlot.Jobs;

namespace Backlot.Benchmarks.Jobs;

/// <summary>Jobs that arrive when they arrive, however the engine does: a Poisson stream of 200 a second.</summary>
internal sealed class OpenLoop
{
    private const double PerSecond = 200;
    private const int WorkMilliseconds = 5;

    private readonly List<TimeSpan> _arrivals = [];

    private readonly TimeSpan _warmUp;

    /// <param name="length">Its jobs are the same in every run.</param>
    /// <param name="warmUp">As many more before, which are not counted: a program's first second is spent on compiling it.</param>
    private OpenLoop(TimeSpan length, TimeSpan warmUp)
    {
        _warmUp = warmUp;
        var dice = new Random(7);
        for (var at = 0.0; at < (warmUp + length).TotalSeconds; at -= Math.Log(1 - dice.NextDouble()) / PerSecond)
            _arrivals.Add(TimeSpan.FromSeconds(at));
    }

    private int Jobs => _arrivals.Count;

    /// <summary>When each was to arrive, by the clock that all processes share; known after the run.</summary>
    private IReadOnlyList<long> Intended { get; set; } = [];

    /// <summary>With a worker in another process, until the last job has ended.</summary>
    /// <returns>How many jobs there were, and how late each that counts began, in milliseconds.</returns>
    public static async Task<(int Jobs, List<double> Late)> MeasureAsync(Cell cell, Guid user, TimeSpan length, CancellationToken ct)
    {
        var load = new OpenLoop(length, cell.ScaledSeconds(5, least: 0.2));
        var worker = await cell.StartWorkerAsync(load.Jobs, ct);
        await load.RunAsync(cell.Database, user, ct);
        await Drain.WaitAsync([worker], load.Jobs, cell.Database.UnfinishedAsync, ct);
        var runs = await worker.StopAsync(ct);
        runs.DemandEachOnce();
        return (load.Jobs, load.Milliseconds(runs));
    }

    /// <summary>Enqueues each at its time, without waiting for the one before.</summary>
    /// <returns>When all are in.</returns>
    private async Task RunAsync(BenchDatabase database, Guid user, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        Intended = [.. _arrivals.Select(arrival => start + (long)(arrival.TotalSeconds * Stopwatch.Frequency))];
        var sent = new List<Task>();
        for (var n = 0; n < Jobs; n++)
        {
            while (Stopwatch.GetTimestamp() is var now && now < Intended[n])
                await Task.Delay(Stopwatch.GetElapsedTime(now, Intended[n]), ct);
            sent.Add(database.EnqueueAsync(NewJob.Of(new BenchShort(n, WorkMilliseconds), user), ct));
        }
        await Task.WhenAll(sent);
    }

    /// <summary>From the intended moment to the handler.</summary>
    private List<double> Milliseconds(Runs runs) =>
        [.. Enumerable.Range(0, Jobs).Where(n => _arrivals[n] >= _warmUp).Select(n => Figures.Milliseconds(Intended[n], runs.Begun[n]))];
}
