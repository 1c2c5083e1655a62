using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Jobs.Replays;

/// <summary>Puts many failed jobs back at once, when what had made them fail is mended.</summary>
internal sealed class Replay(BacklotDb db, JobControl control)
{
    private const int PageRows = 200;

    /// <summary>Every failed job of the context's owner once, oldest first, each in a transaction of its own: what is put back
    /// runs while the others still are, and a stop half-way leaves the rest as it was.</summary>
    /// <param name="kind">Only of this kind; null for all.</param>
    /// <param name="queue">Only of this queue; null for all.</param>
    public async Task<Replayed> RunAsync(string? kind, string? queue, CancellationToken ct)
    {
        var (retried, refused) = (0, 0);
        List<Guid> page = [Guid.Empty];
        while (page.Count > 0)
        {
            page = await PageAsync(kind, queue, after: page[^1], ct);
            foreach (var id in page)
                if (await TryAsync(id, ct))
                    retried++;
                else
                    refused++;
        }
        return new(retried, refused);
    }

    /// <summary>What has failed has a reason, and an index on those keeps this from reading the history.</summary>
    private Task<List<Guid>> PageAsync(string? kind, string? queue, Guid after, CancellationToken ct) => db.Jobs
        .Where(job => job.Status == JobStatus.Failed && job.ErrorMessage != null && job.Id > after
            && (kind == null || job.Kind == kind) && (queue == null || job.Queue == queue))
        .OrderBy(job => job.Id).Take(PageRows).Select(job => job.Id).ToListAsync(ct);

    /// <returns>False when it cannot be run again now, or somebody else did so just now.</returns>
    private async Task<bool> TryAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await control.RetryAsync(id, ct);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;       // another job took its unique key between the look and the write
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}

/// <summary>What became of failed jobs that were asked to run again.</summary>
/// <param name="Retried">They are queued, with all their attempts.</param>
/// <param name="Refused">They stay failed: another job does their work by now, or one that they wait for has failed.</param>
public sealed record Replayed(int Retried, int Refused);
