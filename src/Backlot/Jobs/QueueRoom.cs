using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>Keeps the queue from growing without an end: who brings more work than there is room for is told to come back.</summary>
public sealed class QueueRoom(BacklotDb db, Settings settings)
{
    private static readonly TimeSpan ComeBack = TimeSpan.FromMinutes(1);

    /// <summary>Before anything is looked at or made for the new work.</summary>
    /// <exception cref="Refusal">503: as many jobs as <see cref="Settings.QueueMost"/> are ready to run.</exception>
    public async Task DemandAsync(CancellationToken ct)
    {
        var waiting = await db.Database.SqlQueryRaw<int>(SqlFile.Read("Jobs/Sql/waiting.sql"), settings.QueueMost).ToListAsync(ct);
        if (waiting is [var count] && count >= settings.QueueMost)
            throw new Refusal(503, "queue.full", "The queue is full: send this again when some of its work is done.") { RetryAfter = ComeBack };
    }
}
