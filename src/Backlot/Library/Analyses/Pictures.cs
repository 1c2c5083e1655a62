using System.Globalization;
using Backlot.Generation.Answers;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Analyses;

/// <summary>What an asset looks like, in a few small pictures that can be sent to a provider.</summary>
internal sealed class Pictures(BacklotDb db, BlobStore blobs, Stills stills)
{
    /// <summary>Of a film with more shots as many are taken, evenly over its length.</summary>
    private const int Most = 24;

    private const int Side = 1024;

    /// <param name="tag">Of the job's run.</param>
    /// <exception cref="MediaRefused">There is nothing to be seen.</exception>
    public Task<IReadOnlyList<ShownPicture>> OfAsync(Asset asset, string tag, CancellationToken ct) =>
        asset.Kind == AssetKind.Image ? OfImageAsync(asset, tag, ct) : OfFilmAsync(asset, ct);

    private async Task<IReadOnlyList<ShownPicture>> OfImageAsync(Asset asset, string tag, CancellationToken ct)
    {
        if (asset.Sha256 is not { } sha256 || !blobs.Holds(sha256))
            throw new MediaRefused("is not there");
        var temp = blobs.NewTempPath(".jpg", tag);
        try
        {
            await stills.SmallAsync(blobs.PathOf(sha256), Side, temp, ct);
            return [new(new("The picture:", await File.ReadAllBytesAsync(temp, ct)), null, sha256)];
        }
        catch (FfmpegFailed failed) when (failed is not FfmpegStalled)
        {
            throw new MediaRefused("cannot be decoded");
        }
        finally
        {
            File.Delete(temp);
        }
    }

    private async Task<IReadOnlyList<ShownPicture>> OfFilmAsync(Asset asset, CancellationToken ct)
    {
        var shots = await (
            from clip in db.Clips.AsNoTracking()
            where clip.AssetId == asset.Id
            join picture in db.Assets on clip.ThumbnailAssetId equals picture.Id
            where picture.Sha256 != null
            orderby clip.StartTime
            select new { Shot = new ShownShot(clip.Id, clip.StartTime, clip.EndTime), Sha256 = picture.Sha256 ?? "" }).ToListAsync(ct);
        shots = [.. shots.Where(shot => blobs.Holds(shot.Sha256))];
        if (shots is [])
            throw new MediaRefused("has no pictures of its shots");
        var count = Math.Min(Most, shots.Count);
        var shown = new List<ShownPicture>(count);
        foreach (var (n, taken) in Enumerable.Range(0, count).Select(n => shots[(int)((n + 0.5) * shots.Count / count)]).Index())
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"Shot {n + 1}, from {taken.Shot.StartTime:0.0} s to {taken.Shot.EndTime:0.0} s:");
            shown.Add(new(new(label, await File.ReadAllBytesAsync(blobs.PathOf(taken.Sha256), ct)), taken.Shot, taken.Sha256));
        }
        return shown;
    }
}

/// <param name="Shot">Null for a picture that stands alone.</param>
/// <param name="Sha256">Of what it was made from.</param>
internal sealed record ShownPicture(LabelledPicture Picture, ShownShot? Shot, string Sha256);

/// <param name="StartTime">Seconds into the film, as <paramref name="EndTime"/>.</param>
internal sealed record ShownShot(Guid ClipId, double StartTime, double EndTime);
