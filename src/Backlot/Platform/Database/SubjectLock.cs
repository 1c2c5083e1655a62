using Microsoft.EntityFrameworkCore;

namespace Backlot.Platform.Database;

/// <summary>One writer at a time for all that concerns a subject.</summary>
/// <remarks>A finishing job locks its own row, its product's row and those of the jobs that wait for it; whoever cancels or
/// deletes wants the same rows in another order. With this lock taken first by both, none can block the other for ever.</remarks>
public static class SubjectLock
{
    /// <summary>Waits for the lock and keeps it until the transaction ends. Nothing to do for a job without a subject.</summary>
    /// <param name="db">In a transaction that has locked nothing yet, or nothing but the subject that belongs to this one: a scene comes before its
    /// project.</param>
    public static async Task LockSubjectAsync(this BacklotDb db, Guid? subject, CancellationToken ct)
    {
        if (subject is { } id)
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({id.ToString()}, 0))", ct);
    }
}
