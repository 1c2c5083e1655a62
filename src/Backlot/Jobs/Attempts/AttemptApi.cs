using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs.Attempts;

/// <summary>One run of a job.</summary>
/// <param name="LeaseNo">Grows from run to run.</param>
/// <param name="Attempt">Which of the job's attempts it used; runs that park or are handed back use none.</param>
/// <param name="Worker">Host and process that ran it.</param>
/// <param name="StartedAt">Null when nobody knows: of a short job whose worker died.</param>
/// <param name="EndedAt">Null while it goes on.</param>
/// <param name="Reason">Why it did not end well, or what it waits for, in a sentence.</param>
public sealed record AttemptView(
    long LeaseNo, int Attempt, string Worker, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    [OneOf(AttemptOutcome.Running, AttemptOutcome.Completed, AttemptOutcome.Retry, AttemptOutcome.Parked, AttemptOutcome.HandedBack,
        AttemptOutcome.WorkerGone, AttemptOutcome.DeadlinePassed, AttemptOutcome.NoProgress, AttemptOutcome.Failed, AttemptOutcome.Cancelled)]
    string Outcome,
    string? Reason);

/// <summary>The runs of a job, oldest first.</summary>
public sealed record AttemptList(IReadOnlyList<AttemptView> Items);

/// <summary><c>/api/jobs/{id}/attempts</c>.</summary>
internal static class AttemptApi
{
    /// <summary>A job that parks again and again has no end of runs, and nobody reads more.</summary>
    private const int Most = 1000;

    public static void MapAttemptApi(this IEndpointRouteBuilder routes) => routes.MapGet("/api/jobs/{id:guid}/attempts", List)
        .WithTags("Jobs").WithName("listAttempts").WithSummary("The last 1,000 runs of a job, oldest first: by whom, when, and how each ended")
        .ProducesProblem(401).ProducesProblem(404);

    private static async Task<AttemptList> List(Guid id, BacklotDb db, CancellationToken ct)
    {
        if (!await db.Jobs.AnyAsync(job => job.Id == id, ct))
            throw Refusal.NotFound();
        var newest = await db.Database.SqlQueryRaw<AttemptView>(SqlFile.Read("Jobs/Attempts/Sql/attempts.sql"), id, db.Owner, Most).ToListAsync(ct);
        newest.Reverse();
        return new(newest);
    }
}
