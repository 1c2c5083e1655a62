using Backlot.Jobs.Metrics;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Logging;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs.Running;

/// <summary>Runs one claimed job and stores how it ended, under its lease.</summary>
internal sealed class JobRunner(
    IEnumerable<JobKind> kinds, RunEnds ends, ShortEnds shortEnds, JobEnding ending, IServiceScopeFactory scopes, JobMetrics metrics, ILogger<JobRunner> log)
{
    public const string CancelledReason = "It was cancelled.";
    private const string LeaseWasLost = "lease lost";

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(kind => kind.Name);

    public JobKind KindOf(JobRun run) => _kinds[run.Job.Kind];

    /// <param name="run">Claimed by this process.</param>
    /// <param name="stored">Called when the database knows how it ended: until then the job is in hand.</param>
    public async Task RunAsync(JobRun run, Action stored)
    {
        var isBatched = false;
        string? end = null;
        try
        {
            (end, isBatched) = await RunAsync(run, KindOf(run), stored);
        }
        catch (Exception e)
        {
            // Not even its failure could be stored: the caretaker finds that nobody runs it.
            log.LogError(e, "Job {Job} ended without its outcome being stored.", run.Id);
        }
        finally
        {
            if (!isBatched)
            {
                metrics.RunEnded(run.Job.Kind, end ?? "not stored", TimeProvider.System.GetElapsedTime(run.StartedAt));
                shortEnds.Leave(run.Job, isStored: end is not (null or LeaseWasLost));
                stored();
            }
        }
    }

    /// <returns>How it ended, in the words of <c>job_attempts</c>, and whether the end is yet to be stored with others.</returns>
    private async Task<(string End, bool IsBatched)> RunAsync(JobRun run, JobKind kind, Action stored)
    {
        var job = run.Job;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = job.UserId;
        try
        {
            // Asked for while its worker was dying, or just when it was put back.
            if (job.CancelRequested)
                return await GiveUpAsync(kind, run, JobStatus.Cancelled, CancelledReason);
            if (job.Attempt > job.MaxAttempts)
                return await GiveUpAsync(kind, run, JobStatus.Failed, $"Its worker died in each of {job.MaxAttempts} attempts.");
            var outcome = await kind.RunAsync(scope.ServiceProvider, job.Payload, run, run.StopToken);
            if (job.BatchId is null || outcome is not Outcome.Done { Save: null } done)
                return await StoreAsync(kind, run, outcome, scope.ServiceProvider);
            shortEnds.Complete(job, done.Result, TimeProvider.System.GetElapsedTime(run.StartedAt), stored,
                failure => RetryAsync(kind, run, new(Pathless.Of(failure.Message)), "retry"));
            return ("completed", true);
        }
        catch (LeaseLost)
        {
            log.LogWarning("Job {Job} ({Kind}) lost its lease; what it had done is dropped.", job.Id, job.Kind);
            return (LeaseWasLost, false);
        }
        catch (Exception) when (run.Stopped is not StopReason.None)
        {
            return await StoreStopAsync(kind, run);
        }
        catch (Refusal refusal)
        {
            return await GiveUpAsync(kind, run, JobStatus.Failed, refusal.Message);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "Job {Job} ({Kind}) failed in attempt {Attempt}.", job.Id, job.Kind, job.Attempt);
            return await RetryAsync(kind, run, new(Pathless.Of(failure.Message)), "retry");
        }
    }

    /// <summary>Not cut off by a stopping worker: what was made is worth the moment that keeping it takes.</summary>
    private async Task<(string, bool)> StoreAsync(JobKind kind, JobRun run, Outcome outcome, IServiceProvider services)
    {
        if (run.Stopped == StopReason.Cancelled)
            throw new OperationCanceledException();
        switch (outcome)
        {
            case Outcome.Done done:
                var db = services.GetRequiredService<BacklotDb>();
                await run.WriteAsync(db, async token =>
                {
                    if (done.Save is { } save)
                        await save(token);
                    await db.SaveChangesAsync(token);
                    await RunEnds.CompleteAsync(db, run.Job, done.Result, token);
                }, CancellationToken.None);
                return ("completed", false);
            case Outcome.Park park:
                await ends.ParkAsync(run.Job, park.For, park.Note);
                return ("parked", false);
            case Outcome.Await wait:
                await ends.AwaitAsync(run.Job, wait, wait.FirstAfter ?? Polls.PollSchedule.First, wait.GiveUpAfter ?? Polls.PollSchedule.GiveUp);
                return ("parked", false);
            case Outcome.Retry retry:
                return await RetryAsync(kind, run, retry, "retry");
            case Outcome.Cancel cancel:
                return await GiveUpAsync(kind, run, JobStatus.Cancelled, cancel.Reason);
            case Outcome.Discard discard:
                return await GiveUpAsync(kind, run, JobStatus.Failed, discard.Reason);
            default:
                throw new InvalidOperationException($"An outcome of type {outcome.GetType().Name} has no way to be stored.");
        }
    }

    /// <summary>The run was told to stop, and did; or it does not, and its job is taken from it.</summary>
    public async Task<(string, bool)> StoreStopAsync(JobKind kind, JobRun run)
    {
        switch (run.Stopped)
        {
            case StopReason.Cancelled:
                return await GiveUpAsync(kind, run, JobStatus.Cancelled, CancelledReason);
            case StopReason.WorkerStopping:
                await ends.RetryAsync(run.Job, TimeSpan.Zero, attemptCounts: false, "handed back", null);
                return ("handed back", false);
            case StopReason.DeadlinePassed:
                return await RetryAsync(kind, run, new($"Its deadline of {kind.Deadline:g} had passed."), "deadline passed");
            case StopReason.NoProgress:
                return await RetryAsync(kind, run, new($"It made no progress for {kind.StallLimit:g}."), "no progress");
            default:
                log.LogWarning("Job {Job} ({Kind}) lost its lease; its work was stopped.", run.Id, kind.Name);
                return (LeaseWasLost, false);
        }
    }

    private async Task<(string, bool)> RetryAsync(JobKind kind, JobRun run, Outcome.Retry retry, string outcome)
    {
        if (run.Attempt >= run.Job.MaxAttempts)
            return await GiveUpAsync(kind, run, JobStatus.Failed, retry.Reason);
        await ends.RetryAsync(run.Job, retry.After ?? RetrySchedule.After(run.Attempt, Random.Shared.NextDouble()), attemptCounts: true, outcome, retry.Reason);
        return (outcome, false);
    }

    /// <summary>In a context of its own: the run's may be full of what it could not save.</summary>
    private async Task<(string, bool)> GiveUpAsync(JobKind kind, JobRun run, JobStatus status, string reason)
    {
        try
        {
            await DatabaseAway.OutlastAsync(async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = run.UserId;
                var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
                await run.WriteAsync(db, ct => ending.EndAsync(scope.ServiceProvider, db, run.Id, status, reason, run.Attempt, ct), CancellationToken.None);
            });
            return (TextEnum.Name(status), false);
        }
        catch (LeaseLost)
        {
            log.LogWarning("Job {Job} ({Kind}) was already taken over when it was given up.", run.Id, kind.Name);
            return (LeaseWasLost, false);
        }
    }
}
