using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>A file to be served.</summary>
/// <param name="Tag">Names these bytes.</param>
internal sealed record ServedFile(string Path, string MimeType, string Tag);

/// <summary>Finds, or makes, the form of an asset that was asked for. What is copied or drawn is made once and kept in the render cache; what has
/// to be encoded is an asset that a job makes.</summary>
internal sealed class MediaForms(
    BacklotDb db, BlobStore blobs, RenderCache cache, MediaMaking making, Stills stills, FilmFacts films, FootagePictures pictures, WithoutLocation plain)
{
    private const string Jpeg = "image/jpeg";

    /// <returns>Null when there is none, nor can be one.</returns>
    /// <exception cref="Refusal">503: it is being made.</exception>
    public async Task<ServedFile?> FindAsync(Asset asset, string sha256, string variant, CancellationToken ct)
    {
        try
        {
            return await FormAsync(asset, sha256, variant, ct);
        }
        catch (Exception hopeless) when (hopeless is MediaRefused or FfmpegFailed)
        {
            return null;
        }
    }

    private async Task<ServedFile?> FormAsync(Asset asset, string sha256, string variant, CancellationToken ct) => (variant, asset.Kind) switch
    {
        (MediaVariant.Original, _) => await OriginalAsync(asset, sha256, ct),
        (MediaVariant.Thumbnail, AssetKind.Image) => new(await PictureAsync($"thumbnail v1 {sha256}", ".jpg",
            (temp, stop) => stills.ThumbnailAsync(blobs.PathOf(sha256), temp, stop), ct), Jpeg, $"{sha256}-{variant}"),
        (MediaVariant.Sprite, AssetKind.Video) when asset.DurationSeconds is { } seconds => new(await making.GetAsync($"sprite v1 {sha256}", ".jpg",
            async (temp, stop) => await pictures.SpriteAsync(
                blobs.PathOf(sha256), await films.OfAsync(sha256, stop), 0, seconds, temp, stop), ct), Jpeg, $"{sha256}-{variant}"),
        (MediaVariant.Thumbnail or MediaVariant.Proxy, AssetKind.Video) when await DerivedAsync(asset, variant, ct) is { } derived => derived,
        (MediaVariant.Proxy, AssetKind.Video) when PlaysAsItIs(asset) => await OriginalAsync(asset, sha256, ct),
        _ => null,
    };

    /// <summary>Without a word of where it was taken. What Backlot made itself says nothing of the kind.</summary>
    private async Task<ServedFile?> OriginalAsync(Asset asset, string sha256, CancellationToken ct)
    {
        var type = asset.MimeType ?? "application/octet-stream";
        if (asset.SourceType == AssetSource.Generated || KindOf(asset) is not { } kind || asset.Format is not { } format)
            return new(blobs.PathOf(sha256), type, sha256);
        var (key, facts) = ($"without location v2 {sha256}", new MediaFacts(kind, type, format, asset.SizeBytes ?? 0));
        Task Make(string temp, CancellationToken stop) => plain.MakeAsync(blobs.PathOf(sha256), facts, temp, stop);
        var path = kind == MediaKind.Image ? await PictureAsync(key, "." + format, Make, ct) : await making.GetAsync(key, "." + format, Make, ct);
        return new(path, type, sha256 + "-plain");
    }

    /// <summary>What takes no longer than a request may.</summary>
    private async Task<string> PictureAsync(string key, string extension, Func<string, CancellationToken, Task> make, CancellationToken ct) =>
        (await cache.GetOrMakeAsync(key, extension, make, ct)).Path;

    /// <summary>The signed link is of the asset that it was made from, so that one's owner is its own.</summary>
    private async Task<ServedFile?> DerivedAsync(Asset asset, string variant, CancellationToken ct)
    {
        db.Owner = asset.UserId;
        return await db.Assets.AsNoTracking().Where(a => a.DerivedFrom == asset.Id && a.Variant == variant && a.Status == AssetStatus.Ready)
                .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct) is { Sha256: { } made } derived && blobs.Holds(made)
            ? new(blobs.PathOf(made), derived.MimeType ?? Jpeg, made)
            : null;
    }

    private static bool PlaysAsItIs(Asset asset) => asset.SourceType == AssetSource.Generated || AssetMetadata.Read(asset.Metadata).DecodesInBrowser == true;

    private static MediaKind? KindOf(Asset asset) => asset.Kind switch
    {
        AssetKind.Video => MediaKind.Video, AssetKind.Audio => MediaKind.Audio, AssetKind.Image => MediaKind.Image, _ => null,
    };
}
