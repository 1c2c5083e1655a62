using System.Threading.Channels;
using Backlot.Jobs.Claiming;
using Backlot.Jobs.Running;

namespace Backlot.Jobs.Workers;

/// <summary>Works on a queue of jobs that take milliseconds: fetches ahead what its slots do in <see cref="Ahead"/>, and ends
/// them in batches.</summary>
/// <remarks>How far ahead follows what a job takes: of no-ops two thousand, of jobs of 20 ms none, because whoever comes next
/// waits behind what was fetched.</remarks>
internal sealed class ShortQueue(
    WorkQueue queue, WorkerSession session, Claims claims, Lanes lanes, JobRunner runner, ShortEnds ends, RunningJobs running) : IQueueLoop
{
    private const int MostAhead = 2000;

    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(10), Idle = TimeSpan.FromMinutes(1);

    private readonly WakeUp _wake = new();
    private readonly Channel<RunningJob> _fetched = Channel.CreateUnbounded<RunningJob>(new() { SingleWriter = true });
    private readonly List<Task> _slots = [];
    private int _waiting, _inHand;
    private long _measured;
    private double _averageSeconds = Ahead.TotalSeconds;

    /// <summary>How many may be fetched and not begun.</summary>
    private int Target => (int)Math.Clamp(
        queue.Slots * Ahead.TotalSeconds / Math.Max(Volatile.Read(ref _averageSeconds), 1e-6), queue.Slots, Math.Max(queue.Slots, MostAhead));

    /// <summary>How many a claim may take now, and whether it is worth one: not for the sake of a few, unless the slots would stand idle.</summary>
    private (int Jobs, bool IsWorthAClaim) Room
    {
        get
        {
            var (target, inHand) = (Target, Volatile.Read(ref _inHand));
            // In hand is also what runs, and what has run and is not stored yet: a database that falls behind slows the claim. Two
            // batches may be on their way to the disk while the next one is fetched.
            var free = Math.Min(target - Volatile.Read(ref _waiting), 3 * target + queue.Slots - inHand);
            return (free, free > target / 2 || (free > 0 && inHand < queue.Slots));
        }
    }

    public async Task ClaimAsync(CancellationToken ct)
    {
        lanes.Watch(queue.Name, _wake.Set);
        while (_slots.Count < queue.Slots)
            _slots.Add(Task.Run(WorkAsync, CancellationToken.None));
        while (!ct.IsCancellationRequested)
        {
            var (free, worth) = Room;
            var worker = session.Current;
            var claim = worth ? await claims.TakeAsync(queue, free, worker) : null;
            if (claim is null)
                await _wake.WaitAsync(Idle, ct);
            else if (claim.Jobs.Count > 0)
                await HandAsync(claim, worker);
            else
                await claim.KeepAsync();
        }
    }

    /// <summary>What was fetched and not begun is given back; what runs ends.</summary>
    public async Task StopAsync()
    {
        _fetched.Writer.TryComplete();
        var unbegun = new List<ClaimedJob>();
        while (_fetched.Reader.TryRead(out var next))
        {
            running.Remove(next.Run);
            unbegun.Add(next.Run.Job);
        }
        if (unbegun.Count > 0)
            await ends.HandBackAsync(unbegun);
        await Task.WhenAll(_slots);
    }

    private async Task HandAsync(Claim claim, WorkerIdentity worker)
    {
        var (batch, runs) = (claim.Jobs[0].BatchId ?? 0, claim.Jobs.ConvertAll(job => new JobRun(job)));
        ends.Begin(batch, runs.Count);
        Interlocked.Add(ref _waiting, runs.Count);
        Interlocked.Add(ref _inHand, runs.Count);
        foreach (var run in runs)
            _fetched.Writer.TryWrite(new(run, runner.KindOf(run), worker));
        try
        {
            await claim.KeepAsync();
            ends.EndClaim(batch, isKept: true);
        }
        catch
        {
            // Others may have them by now. If not, and the claim was kept after all, the caretaker finds that nobody runs them.
            ends.EndClaim(batch, isKept: false);
            foreach (var run in runs)
                run.Stop(StopReason.LeaseLost);
            throw;
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var job in _fetched.Reader.ReadAllAsync())
        {
            var run = job.Run;
            Lower(ref _waiting);
            running.Add(job);
            run.Begin();
            await runner.RunAsync(run, () =>
            {
                running.Remove(run);
                run.Dispose();
                Lower(ref _inHand);
            });
            Measure(TimeProvider.System.GetElapsedTime(run.StartedAt));
        }
    }

    /// <summary>One job less, which may make room for a claim.</summary>
    private void Lower(ref int count)
    {
        Interlocked.Decrement(ref count);
        if (Room.IsWorthAClaim)
            _wake.Set();
    }

    /// <summary>The first ones count for more, and of these the later ones: the first of all also waits for code to be compiled. After
    /// them one that lost its core for a moment must not count for much.</summary>
    private void Measure(TimeSpan took)
    {
        var weight = Math.Max(0.01, 2.0 / (1 + Interlocked.Increment(ref _measured)));
        Volatile.Write(ref _averageSeconds, Volatile.Read(ref _averageSeconds) * (1 - weight) + took.TotalSeconds * weight);
    }
}
