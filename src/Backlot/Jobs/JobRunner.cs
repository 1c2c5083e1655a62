using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs;

/// <summary>Runs one claimed job and stores how it ended, under its lease.</summary>
internal sealed class JobRunner(IEnumerable<JobKind> kinds, JobStore store, JobEnding ending, IServiceScopeFactory scopes, ILogger<JobRunner> log)
{
    public const string CancelledReason = "It was cancelled.";

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(kind => kind.Name);

    /// <param name="run">Claimed by this process.</param>
    /// <param name="stop">Cancelled through <see cref="JobRun.Stop"/>.</param>
    public async Task RunAsync(JobRun run, CancellationToken stop)
    {
        var job = run.Job;
        var kind = _kinds[job.Kind];
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = job.UserId;
        try
        {
            // Asked for while its worker was dying, or just when it was put back.
            if (job.CancelRequested)
                await GiveUpAsync(kind, run, JobStatus.Cancelled, CancelledReason);
            else if (job.Attempt > job.MaxAttempts)
                await GiveUpAsync(kind, run, JobStatus.Failed, $"Its worker died in each of {job.MaxAttempts} attempts.");
            else
                await StoreAsync(kind, run, await kind.RunAsync(scope.ServiceProvider, job.Payload, run, stop), scope.ServiceProvider);
        }
        catch (LeaseLost)
        {
            log.LogWarning("Job {Job} ({Kind}) lost its lease; what it had done is dropped.", job.Id, job.Kind);
        }
        catch (Exception) when (run.Stopped == StopReason.Cancelled)
        {
            await GiveUpAsync(kind, run, JobStatus.Cancelled, CancelledReason);
        }
        catch (Exception) when (run.Stopped == StopReason.ServerStopping)
        {
            await store.PutBackAsync(job, JobStatus.Queued, TimeSpan.Zero, attemptCounts: false, null, CancellationToken.None);
        }
        catch (Exception) when (run.Stopped == StopReason.LeaseLost)
        {
            log.LogWarning("Job {Job} ({Kind}) lost its lease; its work was stopped.", job.Id, job.Kind);
        }
        catch (Refusal refusal)
        {
            await GiveUpAsync(kind, run, JobStatus.Failed, refusal.Message);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "Job {Job} ({Kind}) failed in attempt {Attempt}.", job.Id, job.Kind, job.Attempt);
            await RetryAsync(kind, run, new(failure.Message));
        }
    }

    /// <summary>Not cut off by a stopping server: what was made is worth the moment that keeping it takes.</summary>
    private async Task StoreAsync(JobKind kind, JobRun run, Outcome outcome, IServiceProvider services)
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
                    await JobStore.CompleteAsync(db, run.Job, done.Result, token);
                }, CancellationToken.None);
                break;
            case Outcome.Retry retry:
                await RetryAsync(kind, run, retry);
                break;
            case Outcome.Park park:
                await store.PutBackAsync(run.Job, JobStatus.Parked, park.For, attemptCounts: false, park.Note, CancellationToken.None);
                break;
            case Outcome.Discard discard:
                await GiveUpAsync(kind, run, JobStatus.Failed, discard.Reason);
                break;
        }
    }

    private Task RetryAsync(JobKind kind, JobRun run, Outcome.Retry retry) => run.Attempt >= run.Job.MaxAttempts
        ? GiveUpAsync(kind, run, JobStatus.Failed, retry.Reason)
        : store.PutBackAsync(run.Job, JobStatus.Queued, retry.After ?? RetrySchedule.After(run.Attempt, Random.Shared.NextDouble()),
            attemptCounts: true, retry.Reason, CancellationToken.None);

    /// <summary>In a context of its own: the run's may be full of what it could not save.</summary>
    private async Task GiveUpAsync(JobKind kind, JobRun run, JobStatus status, string reason)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
            db.Owner = run.UserId;
            await run.WriteAsync(db, ct => ending.EndAsync(scope.ServiceProvider, db, run.Id, status, reason, ct), CancellationToken.None);
        }
        catch (LeaseLost)
        {
            log.LogWarning("Job {Job} ({Kind}) was already taken over when it was given up.", run.Id, kind.Name);
        }
    }
}
