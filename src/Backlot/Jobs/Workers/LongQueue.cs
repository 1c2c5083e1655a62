using System.Collections.Concurrent;
using Backlot.Jobs.Claiming;
using Backlot.Jobs.Running;

namespace Backlot.Jobs.Workers;

/// <summary>Works on a queue of jobs that take long: claims as many as there are free slots, never ahead.</summary>
internal sealed class LongQueue(WorkQueue queue, WorkerSession session, Claims claims, Lanes lanes, JobRunner runner, RunningJobs running) : IQueueLoop
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly WakeUp _wake = new();
    private readonly ConcurrentDictionary<Task, JobRun> _tasks = [];
    private int _busy;

    public async Task ClaimAsync(CancellationToken ct)
    {
        lanes.Watch(queue.Name, _wake.Set);
        while (!ct.IsCancellationRequested)
        {
            var free = queue.Slots - Volatile.Read(ref _busy);
            var worker = session.Current;
            var claim = free > 0 ? await claims.TakeAsync(queue, free, worker) : null;
            foreach (var job in claim?.Jobs ?? [])
                Start(new(job), worker);
            if (claim is null)
                await _wake.WaitAsync(lanes.UntilNextFree(queue.Name) ?? Idle, ct);
        }
    }

    /// <summary>Every run stops where it is, keeps its checkpoint, and is given back.</summary>
    public async Task StopAsync()
    {
        foreach (var run in _tasks.Values)
            run.Stop(StopReason.WorkerStopping);
        await Task.WhenAll(_tasks.Keys);
    }

    private void Start(JobRun run, WorkerIdentity worker)
    {
        Interlocked.Increment(ref _busy);
        running.Add(new(run, runner.KindOf(run), worker));
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = RunAsync(run, begin.Task);
        _tasks[task] = run;
        task.ContinueWith(ended => _tasks.TryRemove(ended, out _), TaskScheduler.Default);
        begin.SetResult();
    }

    private async Task RunAsync(JobRun run, Task begin)
    {
        await begin;
        await runner.RunAsync(run, () =>
        {
            running.Remove(run);
            run.Dispose();
            Interlocked.Decrement(ref _busy);
            lanes.Free(queue.Name, run.UserId, run.Job.Account);
        });
    }
}
