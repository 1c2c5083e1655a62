using System.Security.Cryptography;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Ingest;

/// <summary>Whether there is room for a file, asked before its first byte is copied: on the server's disk, and in its owner's plan.</summary>
internal sealed class IngestRoom(BacklotDb db, BlobStore blobs, PlanUsage plan, DataFolder folder)
{
    /// <param name="keptBytes">Of the whole file.</param>
    /// <param name="comingBytes">Of it that are not on this disk yet.</param>
    /// <exception cref="Refusal">507: says how much is needed and how much there is.</exception>
    public async Task DemandAsync(Guid userId, long keptBytes, long comingBytes, CancellationToken ct)
    {
        await plan.DemandStorageAsync(userId, keptBytes, ct);
        DiskRoom.Demand(folder.Root, comingBytes);
    }

    /// <summary>For a file that does not say how long it is: its room is asked for as it comes.</summary>
    public async Task<GrowingRoom> GrowingAsync(Guid userId, CancellationToken ct) => new(await plan.StorageAsync(userId, ct), folder);

    /// <summary>A file of which its owner has the very bytes needs no room in the plan, and none on the disk while they are there.</summary>
    /// <param name="file">Read to its end if there is no room for it and it may be known; back at its start afterwards.</param>
    /// <returns>Null: it may be copied. Else the asset that it is already, as there is no room for another copy.</returns>
    /// <exception cref="Refusal">507: it is new, and there is no room for it.</exception>
    public async Task<Asset?> DemandAsync(Guid userId, FileStream file, long bytes, CancellationToken ct)
    {
        try
        {
            await DemandAsync(userId, bytes, bytes, ct);
            return null;
        }
        catch (Refusal full) when (full.Status == 507)
        {
            if (await KnownAsync(file, bytes, ct) is not { Sha256: { } sha256 } known)
                throw;
            if (known.Status == AssetStatus.Ready && blobs.Holds(sha256))
                return known;
            DiskRoom.Demand(folder.Root, bytes);        // lost bytes that are here again
            return null;
        }
    }

    private async Task<Asset?> KnownAsync(FileStream file, long bytes, CancellationToken ct)
    {
        var mayBe = db.Assets.Where(a => a.SizeBytes == bytes && a.SourceType != AssetSource.Generated);
        if (!await mayBe.AnyAsync(ct))
            return null;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        file.Position = 0;
        return await mayBe.SingleOrDefaultAsync(a => a.Sha256 == sha256, ct);
    }
}

/// <summary>The room of a file that grows while it comes.</summary>
internal sealed class GrowingRoom(StorageRoom plan, DataFolder folder)
{
    /// <summary>Between two looks at the disk.</summary>
    private const long StepBytes = 16 << 20;

    private long _looked = -StepBytes;

    /// <param name="bytes">Of it that are there with what is about to be written.</param>
    /// <exception cref="Refusal">507: that is more than there is room for.</exception>
    public void Demand(long bytes)
    {
        plan.Demand(bytes);
        if (bytes - _looked < StepBytes)
            return;
        DiskRoom.Demand(folder.Root, StepBytes);
        _looked = bytes;
    }
}
