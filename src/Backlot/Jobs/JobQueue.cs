using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>Putting jobs in, and taking them out again, inside the caller's own transaction.</summary>
public static class JobQueue
{
    /// <summary>Adds the job to the context: it exists if and only if the caller's save commits.</summary>
    /// <param name="db">The caller's context; nothing is written yet.</param>
    /// <param name="args">What to do.</param>
    /// <param name="userId">Whose job it is.</param>
    /// <param name="subject">What it works on.</param>
    /// <param name="priority">0..9, 9 first.</param>
    /// <param name="after">Jobs that must complete first; if one of them is given up, so is this one.</param>
    /// <param name="uniqueKey">While an unfinished job of the user has it, the save of another fails (a unique violation, 409
    /// over HTTP); see <see cref="UniqueJobs"/> for other ways.</param>
    /// <param name="runAt">Not before. Null: at once.</param>
    /// <param name="account">The provider account whose limits it is under (<see cref="Limits.AccountLimits"/>). Not for short
    /// kinds.</param>
    public static Job Enqueue<TArgs>(this BacklotDb db, TArgs args, Guid userId, Guid? subject = null, short priority = 5,
        IEnumerable<Job>? after = null, string? uniqueKey = null, DateTimeOffset? runAt = null, string account = "") where TArgs : IJobArgs
    {
        var job = new Job
        {
            UserId = userId,
            Kind = TArgs.Kind,
            Queue = TArgs.Queue,
            IsShort = TArgs.IsShort,
            Payload = JobKind.Write(args),
            Subject = subject,
            Priority = priority,
            UniqueKey = uniqueKey,
            KeyHeld = uniqueKey is not null,
            MaxAttempts = TArgs.MaxAttempts,
            Account = account,
            RunAt = runAt ?? default,
        };
        db.Jobs.Add(job);
        foreach (var earlier in after ?? [])
            db.JobDependencies.Add(new(job.Id, earlier.Id));
        return job;
    }

    /// <summary>Ends every unfinished job of a subject, and what waits for it. The work of running ones stops within about a
    /// second, and nothing of it is kept; their handlers are not told, since the caller knows.</summary>
    /// <param name="db">Joined to the caller's transaction.</param>
    /// <param name="subject">What they work on.</param>
    /// <param name="reason">One sentence, kept with each.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public static async Task CancelJobsOfAsync(this BacklotDb db, Guid subject, string reason, CancellationToken ct)
    {
        await db.LockSubjectAsync(subject, ct);
        await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Jobs/Sql/cancel_subject.sql"), [subject, reason, db.Owner], ct);
    }
}
