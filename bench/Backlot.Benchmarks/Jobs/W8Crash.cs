using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform;

namespace Backlot.Benchmarks.Jobs;

/// <summary>20 jobs of two minutes lose their worker after half a minute, once to kill -9, once to SIGSTOP, from which it wakes
/// when its jobs' time is over: how soon does another worker run them, and what can the one that woke still write?</summary>
internal static class W8Crash
{
    private const int Jobs = 20, Kill = 9, Continue = 18, Freeze = 19;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var database = cell.Database;
        await database.RunAsync(BenchLong.EffectsTable, ct);
        var user = await database.AddUserAsync(ct);
        var killed = await LoseWorkerAsync(cell, user, 0, Kill, ct);
        yield return new("killed_first_rerun", killed.Min(), "s");
        yield return new("killed_last_rerun", killed.Max(), "s", new(15));
        var frozen = await LoseWorkerAsync(cell, user, Jobs, Freeze, ct);
        yield return new("frozen_first_rerun", frozen.Min(), "s");
        yield return new("frozen_last_rerun", frozen.Max(), "s", new(15));

        await database.DemandAllAsync("completed", 2 * Jobs, ct);
        var effects = await database.ReadAsync<long>("select count(distinct n) from effects where what = 'done'", ct);
        var twice = await database.ReadAsync<long>("select count(*) from effects where what = 'done'", ct) - effects;
        var stale = await database.ReadAsync<long>(
            "select count(*) from effects as e where exists (select from effects as l where l.n = e.n and l.lease_no > e.lease_no and l.id < e.id)", ct);
        yield return new("double_effects", twice, "effects", new(0));
        yield return new("stale_writes", stale, "writes", new(0));
        if (effects != 2 * Jobs || twice > 0 || stale > 0)
            throw new StartFailed($"{2 * Jobs} jobs left {effects} effects, {twice} twice, and a worker that was no longer theirs wrote {stale} times.");
    }

    /// <returns>Seconds from the signal to the run of each job by another worker.</returns>
    private static async Task<IReadOnlyList<double>> LoseWorkerAsync(Cell cell, Guid user, int first, int signal, CancellationToken ct)
    {
        var (length, before) = (cell.ScaledSeconds(120, least: 3), cell.ScaledSeconds(30));
        WorkerOrder Change(WorkerOrder order) => order with { Queue = BenchLong.Queue, Slots = Jobs, LeaseSeconds = cell.LeaseSeconds, Tells = true };
        await cell.Database.EnqueueAsync(Enumerable.Range(first, Jobs)
            .Select(n => NewJob.Of(new BenchLong(n, (int)length.TotalMilliseconds, Leaves: true, Stubborn: signal == Freeze), user)), ct);
        // In memory before the jobs begin: on a busy machine loading takes as long as the short ones of a small run.
        var other = await cell.LoadWorkerAsync(first + Jobs, ct, Change);
        await using var lost = await cell.StartWorkerAsync(first + Jobs, ct, Change);
        var begun = Stopwatch.GetTimestamp();
        await HearAsync(lost, "begun", ct);
        await Task.Delay(before, ct);
        await other.StartAsync(ct);
        var gone = Stopwatch.GetTimestamp();
        lost.Signal(signal);
        await HearAsync(other, "begun", ct);
        if (signal == Freeze)
        {
            if (length - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
                await Task.Delay(left, ct);
            lost.Signal(Continue);
            await HearAsync(lost, "refused", ct);
        }
        await Drain.WaitAsync([other], Jobs, cell.Database.UnfinishedAsync, ct);
        var runs = await other.StopAsync(ct);
        return [.. runs.Begun.Skip(first).Select(moment => Figures.Milliseconds(gone, moment) / 1000)];
    }

    /// <summary>Until each of the jobs had this said of it.</summary>
    private static async Task HearAsync(BenchWorker worker, string what, CancellationToken ct)
    {
        for (var heard = 0; heard < Jobs;)
            if ((await worker.NextMomentAsync(ct)).What == what)
                heard++;
    }
}
