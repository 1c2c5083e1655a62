namespace Backlot.Jobs;

/// <summary>How one run of a job ended: the machine's next step follows from the type.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>It is finished.</summary>
    /// <param name="Save">Adds the results to the run's own database context; committed together with the job's end, or
    /// not at all when the lease is lost. Null when there is nothing to keep.</param>
    /// <param name="Result">Kept as JSON with the job.</param>
    public sealed record Done(Func<CancellationToken, Task>? Save = null, object? Result = null) : Outcome;

    /// <summary>It failed in a way that may pass: again after a back-off, or given up when the attempts are used.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="After">What a provider's Retry-After asked for, say. Null: as <see cref="RetrySchedule"/> says.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null) : Outcome;

    /// <summary>It waits for something outside; uses no attempt and no slot.</summary>
    public sealed record Park(TimeSpan For, string Note) : Outcome;

    /// <summary>A provider works on it: it waits without a slot and without an attempt, is asked about together with all others
    /// of its account, and runs again with the answer (<see cref="JobRun.Answer"/>). Store the provider's id in the database
    /// before this is returned: what is lost between the two is asked for again.</summary>
    /// <param name="Provider">Names the <see cref="Polls.IPoller"/>.</param>
    /// <param name="Account">Whose account at the provider: its jobs are polled together.</param>
    /// <param name="ProviderJobId">What the provider calls it.</param>
    /// <param name="FirstAfter">When to ask for the first time. Null: as <see cref="Polls.PollSchedule"/> says.</param>
    /// <param name="GiveUpAfter">The run that follows has no answer when none came for so long. Null: a day.</param>
    public sealed record Await(string Provider, string Account, string ProviderJobId, TimeSpan? FirstAfter = null, TimeSpan? GiveUpAfter = null) : Outcome;

    /// <summary>It is no longer wanted; nobody is to blame.</summary>
    /// <param name="Reason">One sentence.</param>
    public sealed record Cancel(string Reason) : Outcome;

    /// <summary>It can never succeed.</summary>
    /// <param name="Reason">One sentence that says what would have to change.</param>
    public sealed record Discard(string Reason) : Outcome;
}

/// <summary>The lease of a run is gone: its job was given to another worker, or ended. Nothing was written.</summary>
public sealed class LeaseLost() : Exception("The job's lease is lost.");
