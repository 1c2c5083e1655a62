using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>Gives jobs up: the job, whatever waits for it, and the word to the products they belong to, all at once.</summary>
internal sealed class JobEnding(IEnumerable<JobKind> kinds)
{
    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(kind => kind.Name);

    /// <param name="services">The scope of <paramref name="db"/>.</param>
    /// <param name="db">In a transaction that the caller commits.</param>
    /// <param name="jobId">Unfinished.</param>
    /// <param name="status">Failed or cancelled.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="attempt">Its last one: that of a short job is not in its row.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public async Task EndAsync(
        IServiceProvider services, BacklotDb db, Guid jobId, JobStatus status, string reason, int attempt, CancellationToken ct)
    {
        var ended = await db.Database
            .SqlQueryRaw<EndedJob>(SqlFile.Read("Jobs/Sql/end.sql"), jobId, TextEnum.Name(status), reason, attempt).ToListAsync(ct);
        // The one that failed speaks first: its reason is the real one.
        foreach (var job in ended.OrderBy(job => job.Id != jobId))
            if (_kinds.TryGetValue(job.Kind, out var kind))
                await kind.GivenUpAsync(services, job.Payload, job.Reason, db, ct);
        await db.Database.ExecuteSqlRawAsync("select pg_notify('backlot', 'changed')", ct);
    }

    private sealed record EndedJob(Guid Id, string Kind, string Payload, string Reason);
}
