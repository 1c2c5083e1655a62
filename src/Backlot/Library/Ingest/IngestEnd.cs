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
                db.Enqueue(new ReadFootage(asset.Id), asset.UserId, asset.Id);
        }
        End(file, known is null ? IngestFileStatus.Taken : IngestFileStatus.Known);
        file.AssetId = known ?? asset.Id;
        await db.SaveChangesAsync(ct);
    }

    public Task RefusedAsync(IngestFile file, string reason, CancellationToken ct)
    {
        End(file, IngestFileStatus.Refused);
        file.Reason = reason;
        return db.SaveChangesAsync(ct);
    }

    /// <summary>Ends what is under way of an ingest and forgets it; what was taken in stays.</summary>
    /// <exception cref="Refusal">404: no such ingest of the owner.</exception>
    public Task ForgetAsync(Guid id, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await db.CancelJobsOfAsync(id, "The ingest was deleted.", ct);
        if (await db.Ingests.Where(i => i.Id == id).ExecuteDeleteAsync(ct) == 0)
            throw Refusal.NotFound();
    }, ct);

    private void End(IngestFile file, IngestFileStatus status) => (file.Status, file.UpdatedAt) = (status, time.GetUtcNow());

    /// <summary>Under a lock, for the same bytes may be brought in by another job just now.</summary>
    private async Task<Guid?> KnownAsync(Guid userId, Asset asset, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{userId:N} {asset.Sha256}"}, 2))", ct);
        return await db.Assets.Where(a => a.Sha256 == asset.Sha256 && a.SourceType != AssetSource.Generated).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(ct);
    }
}
