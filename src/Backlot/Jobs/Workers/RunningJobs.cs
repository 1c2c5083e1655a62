using System.Collections.Concurrent;

namespace Backlot.Jobs.Workers;

/// <summary>The runs of this process.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<JobRun, RunningJob> _runs = [];

    public void Add(RunningJob job) => _runs[job.Run] = job;

    public void Remove(JobRun run) => _runs.TryRemove(run, out _);

    public IEnumerable<RunningJob> All => _runs.Select(pair => pair.Value);
}

/// <summary>A run, and as which worker this process claimed its job.</summary>
/// <remarks>A class, because lists of those are compiled already when the program starts.</remarks>
internal sealed record RunningJob(JobRun Run, JobKind Kind, WorkerIdentity Worker);
