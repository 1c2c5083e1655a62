using Backlot.Platform.Database;

namespace Backlot.Jobs;

/// <summary>What a job is told: a small value that survives as JSON.</summary>
public interface IJobArgs
{
    /// <summary>Names the handler for ever: rows in the database carry it.</summary>
    static abstract string Kind { get; }

    /// <summary>Jobs of one queue share its slots.</summary>
    static abstract string Queue { get; }

    /// <summary>Runs before a failing job is given up, 1..100. Default 5.</summary>
    static virtual int MaxAttempts => 5;

    /// <summary>Takes milliseconds: such jobs are fetched ahead and ended in batches, their progress is not told and nobody
    /// watches a single one. The kinds of one queue are all short, or none is. Default false.</summary>
    static virtual bool IsShort => false;

    /// <summary>A run that takes longer is ended and tried again. Default 4 hours.</summary>
    static virtual TimeSpan Deadline => TimeSpan.FromHours(4);

    /// <summary>A run that reports nothing new for so long is ended and tried again. Default: never.</summary>
    static virtual TimeSpan? StallLimit => null;
}

/// <summary>Does the work of one kind of job. May be run again after a crash at any point, so it must reach the same end
/// from wherever it was cut off.</summary>
/// <typeparam name="TArgs">The kind's arguments.</typeparam>
public interface IJobHandler<TArgs> where TArgs : IJobArgs
{
    /// <summary>Runs without a transaction. What it wants to write, it writes through <see cref="JobRun.WriteAsync"/> or
    /// in the save of <see cref="Outcome.Done"/>: both check the lease first.</summary>
    /// <param name="args">As enqueued.</param>
    /// <param name="run">Its lease and its progress.</param>
    /// <param name="ct">Cancelled when the job is cancelled, its lease is lost, its deadline or stall limit has passed, or the worker stops. A handler that
    /// ignores it wastes work, but can write nothing more.</param>
    /// <returns>How it ended. Any exception but cancellation means: try again later.</returns>
    Task<Outcome> RunAsync(TArgs args, JobRun run, CancellationToken ct);

    /// <summary>Called in the transaction that gives the job up (failed or cancelled), so that its product can say so. Not
    /// called for jobs that are cancelled because one they waited for was given up: that one's handler is told.</summary>
    /// <param name="args">As enqueued.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <param name="db">Joined to that transaction.</param>
    /// <param name="ct">Ends with the server.</param>
    Task GivenUpAsync(TArgs args, string reason, BacklotDb db, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Called in the transaction that puts a job back which was given up, so that its product can say that it is worked on again.</summary>
    /// <param name="args">As enqueued.</param>
    /// <param name="db">Joined to that transaction, which has the job's subject locked.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    Task RetriedAsync(TArgs args, BacklotDb db, CancellationToken ct) => Task.CompletedTask;
}
