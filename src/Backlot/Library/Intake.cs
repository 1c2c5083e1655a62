using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>Turns files into assets: probed first, then kept, then described.</summary>
public sealed class Intake(BlobStore blobs, MediaProbe probe, BacklotDb db, PlanUsage plan, TimeProvider time)
{
    /// <summary>Ingests the user's own file; the same bytes again give the asset that is there.</summary>
    /// <param name="userId">Owner.</param>
    /// <param name="path">A local file; it is copied and left as it is.</param>
    /// <param name="wanted">Anything else is refused.</param>
    /// <param name="ct">Leaves nothing behind.</param>
    /// <returns>An asset that is in the database already, or a new one that the caller has yet to add.</returns>
    /// <exception cref="MediaRefused">It is not what it should be.</exception>
    /// <exception cref="Refusal">507: the user's plan has no room for it.</exception>
    public async Task<Asset> FileAsync(Guid userId, string path, MediaKind wanted, CancellationToken ct)
    {
        await plan.DemandStorageAsync(userId, new FileInfo(path).Length, ct);
        // Copied first, then probed: what is described is what is kept, even if the file changes meanwhile.
        Blob blob;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1))
            blob = await blobs.PutAsync(file, ct);
        var facts = await probe.ProbeAsync(blobs.PathOf(blob.Sha256), wanted, ct);
        return await db.Assets.SingleOrDefaultAsync(
                a => a.Sha256 == blob.Sha256 && a.SourceType != AssetSource.Generated, ct)
            ?? Describe(userId, blob, facts, AssetSource.Folder, Path.GetFileName(path), path);
    }

    /// <summary>Keeps a file that a provider or a render made; the file is taken over.</summary>
    /// <param name="userId">Owner.</param>
    /// <param name="tempPath">From <see cref="BlobStore.NewTempPath"/>; gone afterwards.</param>
    /// <param name="wanted">Anything else is refused.</param>
    /// <param name="filename">What a person should see it called.</param>
    /// <param name="ct">Leaves nothing behind but an unnamed blob.</param>
    /// <returns>A new asset that the caller has yet to add.</returns>
    /// <exception cref="MediaRefused">What was made cannot be used.</exception>
    /// <exception cref="Refusal">507: the user's plan has no room for it.</exception>
    public async Task<Asset> MadeAsync(Guid userId, string tempPath, MediaKind wanted, string filename, CancellationToken ct)
    {
        await plan.DemandStorageAsync(userId, new FileInfo(tempPath).Length, ct);
        var facts = await probe.ProbeAsync(tempPath, wanted, ct);
        return Describe(userId, await blobs.TakeFileAsync(tempPath, ct), facts, AssetSource.Generated, filename, null);
    }

    private Asset Describe(Guid userId, Blob blob, MediaFacts facts, AssetSource source, string filename, string? path) => new()
    {
        UserId = userId,
        Kind = facts.Kind == MediaKind.Audio ? AssetKind.Audio : AssetKind.Image,
        SourceType = source,
        Path = path,
        Filename = filename.Length <= 255 ? filename : filename[..255],
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = facts.MimeType,
        Format = facts.Format,
        DurationSeconds = facts.DurationSeconds,
        Width = facts.Width,
        Height = facts.Height,
        Status = AssetStatus.Ready,
        IngestedAt = time.GetUtcNow(),
    };
}
