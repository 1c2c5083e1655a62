using System.Collections.Concurrent;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs;

/// <summary>Claims jobs for its free slots, runs them, and keeps their leases alive. Woken by notifications; polls behind them.</summary>
internal sealed class Worker(
    IEnumerable<JobKind> kinds, JobStore store, JobRunner runner, Notifications notifications, Settings settings,
    WorkerSlots slots, ILogger<Worker> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2), LongestBeat = TimeSpan.FromSeconds(1);

    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7():N}"[..^20];
    private readonly ConcurrentDictionary<Guid, (JobRun Run, string Queue, Task Task)> _running = new();
    private readonly SemaphoreSlim _slotFreed = new(0);

    private TimeSpan Beat => TimeSpan.FromSeconds(Math.Min(settings.LeaseSeconds / 3, LongestBeat.TotalSeconds));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ForeverAsync(ClaimAsync, stoppingToken), ForeverAsync(KeepLeasesAsync, stoppingToken));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var (run, _, _) in _running.Values)
            run.Stop(StopReason.ServerStopping);
        await Task.WhenAll(_running.Values.Select(r => r.Task));
    }

    private async Task ClaimAsync(CancellationToken ct)
    {
        using var listener = notifications.Listen();
        while (true)
        {
            // Again while something came: of a user with many jobs in front, only so many are taken at a time.
            var claimed = 1;
            while (claimed > 0)
            {
                claimed = 0;
                foreach (var queue in kinds.GroupBy(kind => kind.Queue))
                    claimed += await FillAsync(queue.Key, [.. queue.Select(kind => kind.Name)], ct);
            }
            // The loser of this race must not eat a later wake-up, so it is told to stop.
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(
                listener.WaitAsync(Poll * (0.9 + 0.2 * Random.Shared.NextDouble()), woken.Token),
                _slotFreed.WaitAsync(woken.Token));
            await woken.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <returns>How many were claimed.</returns>
    private async Task<int> FillAsync(string queue, string[] names, CancellationToken ct)
    {
        var free = slots.Of(queue) - _running.Values.Count(r => r.Queue == queue);
        if (free <= 0)
            return 0;
        ct.ThrowIfCancellationRequested();
        // Not cut off half-way: what the database has leased to us by then, we must run or put back.
        var claimed = await store.ClaimAsync(queue, free, _owner, settings.LeaseSeconds, names, CancellationToken.None);
        foreach (var job in claimed)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
            var run = new JobRun(job, stop);
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[job.Id] = (run, queue, RunAsync(run, stop, start.Task));
            start.SetResult();
        }
        return claimed.Count;
    }

    private async Task RunAsync(JobRun run, CancellationTokenSource stop, Task started)
    {
        await started;
        try
        {
            await runner.RunAsync(run, stop.Token);
        }
        catch (Exception e)
        {
            // Not even its failure could be stored: the lease runs out, and the job comes back by itself.
            log.LogError(e, "Job {Job} ended without its outcome being stored.", run.Id);
        }
        finally
        {
            _running.TryRemove(run.Id, out _);
            stop.Dispose();
            _slotFreed.Release();
        }
    }

    private async Task KeepLeasesAsync(CancellationToken ct)
    {
        for (var beats = 0L; ; beats++)
        {
            if (beats % 5 == 0)
                await store.ReapAsync(ct);
            var runs = _running.Values.Select(r => r.Run).ToList();
            if (runs.Count > 0)
            {
                var ours = await store.HeartbeatAsync(runs, settings.LeaseSeconds, ct);
                foreach (var run in runs)
                    if (!ours.TryGetValue(run.Id, out var cancel))
                        run.Stop(StopReason.LeaseLost);
                    else if (cancel)
                        run.Stop(StopReason.Cancelled);
                if (runs.Any(run => run.HasNews()))
                    await store.TellWatchersAsync(ct);
            }
            await Task.Delay(Beat, ct);
        }
    }

    /// <summary>A database that is away for a while costs nothing but time.</summary>
    private async Task ForeverAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("The worker cannot reach the database ({Reason}); trying again.", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

/// <summary>How many jobs of each queue this process runs at once.</summary>
internal sealed class WorkerSlots(Settings settings)
{
    /// <summary>A render keeps all cores busy by itself; whatever has no number of its own shares the makers' one.</summary>
    public int Of(string queue) => queue == "render" ? 1 : settings.GenerateSlots;
}
