using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>Turns files into assets: probed first, then kept, then described.</summary>
internal sealed class Intake(BlobStore blobs, MediaProbe probe, FilmFacts films, BacklotDb db, PlanUsage plan, TimeProvider time)
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
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        using var staged = await blobs.StageAsync(file, long.MaxValue, ct);
        // Copied first, then probed: what is described is what is kept, even if the file changes meanwhile.
        var facts = await probe.ProbeAsync(staged.TempPath, wanted, ct);
        var blob = blobs.Keep(staged);
        return await KnownAsync(blob.Sha256, ct) ?? AssetFacts.Describe(userId, blob, facts, AssetSource.Folder, Path.GetFileName(path), path, time.GetUtcNow());
    }

    /// <summary>Ingests whatever media was brought in, and is on disk under a temporary name.</summary>
    /// <param name="userId">Owner.</param>
    /// <param name="staged">Kept if it is media; the caller disposes it.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="ct">Leaves nothing behind.</param>
    /// <returns>An asset that is in the database already, or a new one that the caller has yet to add.</returns>
    /// <exception cref="MediaRefused">It is no media that is let in.</exception>
    /// <exception cref="Refusal">507: the user's plan has no room for it.</exception>
    internal async Task<Asset> StagedAsync(Guid userId, StagedBlob staged, FileOrigin origin, CancellationToken ct)
    {
        if (await KnownAsync(staged.Sha256, ct) is { } known)
            return blobs.Holds(staged.Sha256) && known.Status != AssetStatus.Failed ? known : Healed(known, staged);
        await plan.DemandStorageAsync(userId, staged.SizeBytes, ct);
        var facts = await probe.ProbeAsync(staged.TempPath, null, ct);
        // Suspected first: should nothing come to need it, because the server is killed now, say, it goes with the deleted ones.
        await db.Database.ExecuteSqlAsync($"insert into deleted_blobs (sha256) values ({staged.Sha256}) on conflict do nothing", ct);
        films.Remember(staged.Sha256, facts);
        return AssetFacts.Describe(userId, blobs.Keep(staged), facts, origin.Source, origin.Filename, origin.Path, time.GetUtcNow(), origin.Url);
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
        var blob = await blobs.TakeFileAsync(tempPath, ct);
        films.Remember(blob.Sha256, facts);
        return AssetFacts.Describe(userId, blob, facts, AssetSource.Generated, filename, null, time.GetUtcNow());
    }

    /// <summary>One whose bytes were lost or damaged, and that are here again.</summary>
    private Asset Healed(Asset asset, StagedBlob staged)
    {
        blobs.Keep(staged);
        (asset.Status, asset.ErrorMessage, asset.UpdatedAt) = (AssetStatus.Ready, null, time.GetUtcNow());
        return asset;
    }

    private Task<Asset?> KnownAsync(string sha256, CancellationToken ct) =>
        db.Assets.SingleOrDefaultAsync(a => a.Sha256 == sha256 && a.SourceType != AssetSource.Generated, ct);
}

/// <summary>Where a file comes from.</summary>
/// <param name="Filename">What a person knows it by.</param>
/// <param name="Path">In a folder of the server's machine.</param>
/// <param name="Url">Where it was downloaded.</param>
internal sealed record FileOrigin(AssetSource Source, string Filename, string? Path = null, string? Url = null);
