using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>A file to be served.</summary>
/// <param name="Tag">Names these bytes.</param>
internal sealed record ServedFile(string Path, string MimeType, string Tag);

/// <summary>Finds, or makes, the form of an asset that was asked for. What is quickly made is kept in the render cache; what is not is an
/// asset that a job makes.</summary>
internal sealed class MediaForms(
    BacklotDb db, BlobStore blobs, RenderCache cache, Stills stills, FilmFacts films, FootagePictures pictures, WithoutLocation plain)
{
    private const string Jpeg = "image/jpeg";

    /// <returns>Null when there is none, nor can be one.</returns>
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
        (MediaVariant.Thumbnail, AssetKind.Image) => await MadeAsync($"thumbnail v1 {sha256}", sha256, variant,
            (temp, making) => stills.ThumbnailAsync(blobs.PathOf(sha256), temp, making), ct),
        (MediaVariant.Sprite, AssetKind.Video) when asset.DurationSeconds is { } seconds => await MadeAsync($"sprite v1 {sha256}", sha256, variant,
            async (temp, making) => await pictures.SpriteAsync(
                blobs.PathOf(sha256), await films.OfAsync(sha256, making), 0, seconds, temp, making), ct),
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
        var made = await cache.GetOrMakeAsync($"without location v1 {sha256}", "." + format,
            (temp, making) => plain.MakeAsync(blobs.PathOf(sha256), new(kind, type, format, asset.SizeBytes ?? 0), temp, making), ct);
        return new(made.Path, type, sha256 + "-plain");
    }

    private async Task<ServedFile?> MadeAsync(string key, string sha256, string variant, Func<string, CancellationToken, Task> make, CancellationToken ct) =>
        new((await cache.GetOrMakeAsync(key, ".jpg", make, ct)).Path, Jpeg, $"{sha256}-{variant}");

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
