using Backlot.Jobs;
using Backlot.Library.Footage;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Ingest;

/// <summary>Writes what became of a file, in the transaction that ends its job.</summary>
internal sealed class IngestEnd(BacklotDb db, TimeProvider time)
{
    /// <param name="asset">New, or there already.</param>
    public async Task TakenAsync(IngestFile file, Asset asset, CancellationToken ct)
    {
        var known = await KnownAsync(file.UserId, asset, ct);
        if (known is null)
        {
            db.Assets.Add(asset);
            if (asset.Kind == AssetKind.Video)
                db.EnqueueReading(asset);
        }
        else if (known == asset.Id)
            await HealAsync(asset, ct);
        End(file, known is null ? IngestFileStatus.Taken : IngestFileStatus.Known);
        file.AssetId = known ?? asset.Id;
        await db.SaveChangesAsync(ct);
        await LookAgainAsync(file, ct);
    }

    /// <param name="mayPass">The next look at the folder is to try it again, though it has not changed.</param>
    public async Task RefusedAsync(IngestFile file, string reason, bool mayPass, CancellationToken ct)
    {
        End(file, IngestFileStatus.Refused, reason);
        if (mayPass)
            file.ModifiedAt = null;
        await db.SaveChangesAsync(ct);
        await LookAgainAsync(file, ct);
    }

    /// <summary>Ends what is under way of an ingest and forgets it; what was taken in stays.</summary>
    /// <exception cref="Refusal">404: no such ingest of the owner.</exception>
    public Task ForgetAsync(Guid id, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await db.CancelJobsOfAsync(id, "The ingest was deleted.", ct);
        if (await db.Ingests.Where(i => i.Id == id).ExecuteDeleteAsync(ct) == 0)
            throw Refusal.NotFound();
    }, ct);

    /// <summary>A film whose bytes were lost for a while may lack what is made of it, and so does one whose clips could not be found then.</summary>
    private async Task HealAsync(Asset known, CancellationToken ct)
    {
        var isHealed = db.Entry(known).State == EntityState.Modified;
        await db.SaveChangesAsync(ct);
        if (known.Kind == AssetKind.Video && (isHealed || known.FootageReadAt is null))
            await db.EnqueueMissingAsync(known, ct);
    }

    private void End(IngestFile file, IngestFileStatus status, string? reason = null) =>
        (file.Status, file.Reason, file.UpdatedAt) = (status, reason, time.GetUtcNow());

    /// <summary>A look at a watched folder passes over a file that is being brought in: whatever changed of it meanwhile is looked for now.</summary>
    private async Task LookAgainAsync(IngestFile file, CancellationToken ct)
    {
        if (file.ModifiedAt is not null && FileLook.Now(file.Path) is { } now && now != new FileLook(file.SizeBytes ?? 0, file.ModifiedAt)
            && await db.Ingests.AnyAsync(i => i.Id == file.IngestId && i.IsWatched, ct))
            await ScanFolder.EnqueueAsync(db, file.IngestId, ct);
    }

    /// <summary>Under a lock, for the same bytes may be brought in by another job just now.</summary>
    private async Task<Guid?> KnownAsync(Guid userId, Asset asset, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{userId:N} {asset.Sha256}"}, 2))", ct);
        return await db.Assets.Where(a => a.Sha256 == asset.Sha256 && a.SourceType != AssetSource.Generated).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(ct);
    }
}
