using Backlot.Jobs.Claiming;
using Backlot.Jobs.Polls;
using Backlot.Jobs.Running;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Workers;

/// <summary>This process as a worker: one loop a queue, one that keeps its leases, one that looks after what all share.</summary>
internal sealed class Worker : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly WorkerSession _session;
    private readonly ShortEnds _shortEnds;
    private readonly LeaseKeeper _leases;
    private readonly Caretaker _caretaker;
    private readonly PollLoop _polls;
    private readonly Notifications _notifications;
    private readonly Settings _settings;
    private readonly ILogger<Worker> _log;
    private readonly List<IQueueLoop> _queues;

    public Worker(WorkQueues queues, WorkerSession session, Claims claims, Lanes lanes, JobRunner runner, ShortEnds shortEnds, RunningJobs running,
        LeaseKeeper leases, Caretaker caretaker, PollLoop polls, Notifications notifications, Settings settings, ILogger<Worker> log)
    {
        (_session, _shortEnds, _leases, _caretaker, _polls, _notifications, _settings, _log) =
            (session, shortEnds, leases, caretaker, polls, notifications, settings, log);
        _queues = [.. queues.All.Select(queue => queue.IsShort
            ? (IQueueLoop)new ShortQueue(queue, session, claims, lanes, runner, shortEnds, running)
            : new LongQueue(queue, session, claims, lanes, runner, running))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leases are kept while the last runs end, after everything else was told to stop.
        using var keepLeases = new CancellationTokenSource();
        await ForeverAsync(_session.SignOnAsync, stoppingToken, once: true);
        if (stoppingToken.IsCancellationRequested)
            return;
        _notifications.Heard += _caretaker.Hear;
        _notifications.Heard += _leases.Hear;
        var keeping = Task.Run(() => ForeverAsync(_leases.RunAsync, keepLeases.Token), CancellationToken.None);
        var storing = Task.Run(_shortEnds.RunAsync, CancellationToken.None);
        await Task.WhenAll(_queues.Select(queue => (Func<CancellationToken, Task>)queue.ClaimAsync).Concat(_polls.Loops).Append(_caretaker.RunAsync)
            .Select(loop => Task.Run(() => ForeverAsync(loop, stoppingToken), CancellationToken.None)));
        _notifications.Heard -= _caretaker.Hear;

        await Task.WhenAll(_queues.Select(queue => queue.StopAsync()));
        _shortEnds.Close();
        await storing;
        _notifications.Heard -= _leases.Hear;
        await keepLeases.CancelAsync();
        await keeping;
        await SignOffAsync();
    }

    private async Task SignOffAsync()
    {
        try
        {
            await _session.SignOffAsync();
        }
        catch (Exception away) when (DatabaseAway.Explains(away))
        {
            _log.LogWarning("The worker could not sign off ({Reason}); the others will notice.", away.Message);
        }
    }

    /// <summary>A database that is away for a while costs nothing but time.</summary>
    private async Task ForeverAsync(Func<CancellationToken, Task> work, CancellationToken ct, bool once = false)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
                if (once)
                    return;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseAway.Explains(e))
            {
                // The others could not be seen, either: nobody is taken for gone until all had time to say that they live.
                _session.PatientUntil = TimeProvider.System.GetTimestamp() + (long)(_settings.LeaseSeconds * TimeProvider.System.TimestampFrequency);
                _log.LogWarning("The worker cannot reach the database ({Reason}); trying again.", e.Message);
                await Task.Delay(Again, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                // A worker that only half works is worse than one that stumbles.
                _log.LogError(e, "The worker stumbled; it goes on.");
                await Task.Delay(Again, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
