using Backlot.Library.Clips;
using Backlot.Platform.Blobs;
using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;

namespace Backlot.Library.Footage;

/// <summary>Pictures of the shots of a film, as assets that are yet to be added.</summary>
/// <param name="Thumbnails">One a shot.</param>
/// <param name="Sprites">One a shot.</param>
/// <param name="Poster">What stands for the film: the picture of one of them, as <see cref="PosterShot"/> chooses.</param>
internal sealed record ShotPictures(IReadOnlyList<Asset> Thumbnails, IReadOnlyList<Asset> Sprites, Asset Poster);

/// <summary>Where the pictures are that were made while the shots of a film were found.</summary>
/// <param name="Folder">For more of them.</param>
internal sealed record MadePictures(ShotSprites Sprites, ShotThumbnails Thumbnails, string Folder);

/// <summary>Makes what is shown of clips.</summary>
internal sealed class ClipPictures(FootagePictures pictures, BlobStore blobs)
{
    private const int AtOnce = 2;
    private const string ClipThumbnail = "clip-thumbnail", ClipSprite = "clip-sprite";

    /// <param name="files">What was made while the shots were found.</param>
    /// <exception cref="MediaRefused">A shot has no frame that can be decoded.</exception>
    public async Task<ShotPictures> OfAsync(
        Asset film, string path, MediaFacts facts, FootageReading reading, MadePictures files, IProgress<double> progress, CancellationToken ct)
    {
        var (shots, thumbnails, sheets, done) = (reading.Shots, new string[reading.Shots.Count], new string[reading.Shots.Count], 0);
        var two = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, shots.Count), two, async (i, token) =>
        {
            var (from, to) = (shots[i].StartSeconds, shots[i].EndSeconds);
            thumbnails[i] = files.Thumbnails.FileOf(i) ?? Path.Combine(files.Folder, $"thumbnail {i}.jpg");
            if (files.Thumbnails.FileOf(i) is null)
                await pictures.ThumbnailAsync(path, facts, from, to, thumbnails[i], token);
            sheets[i] = files.Sprites.FileOf(i) ?? Path.Combine(files.Folder, $"sheet {i}.jpg");
            if (files.Sprites.FileOf(i) is null)
                await pictures.SpriteAsync(path, facts, from, to, sheets[i], token);
            progress.Report((double)Interlocked.Increment(ref done) / shots.Count);
        });
        var kept = await blobs.TakeFilesAsync([.. thumbnails, .. sheets], ct);
        var poster = PosterShot.Choose([.. shots.Select(s => PosterShot.Of(s.DurationSeconds, s.Signals.Curve, s.Signals.BestFrameSeconds))]);
        return new([.. kept.Take(shots.Count).Select(blob => Picture(film, ClipThumbnail, blob))],
            [.. kept.Skip(shots.Count).Select(blob => Picture(film, ClipSprite, blob))], Picture(film, MediaVariant.Thumbnail, kept[poster]));
    }

    /// <summary>The thumbnail of one clip, kept but yet to be added.</summary>
    /// <param name="folder">For files on their way.</param>
    /// <exception cref="MediaRefused">The clip has no frame that can be decoded.</exception>
    public async Task<Asset> ThumbnailAsync(Asset film, string path, MediaFacts facts, Clip clip, string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "1.jpg");
        if (ClipSignals.Read(clip.Signals) is not { } signals || !await pictures.ThumbnailsAsync(path, facts, [new(signals.BestFrameSeconds, clip.EndTime)], folder, ct))
            await pictures.ThumbnailAsync(path, facts, clip.StartTime, clip.EndTime, file, ct);
        return Picture(film, ClipThumbnail, await blobs.TakeFileAsync(file, ct));
    }

    /// <summary>The sprite sheet of one clip, kept but yet to be added.</summary>
    /// <inheritdoc cref="ThumbnailAsync"/>
    public async Task<Asset> SpriteAsync(Asset film, string path, MediaFacts facts, Clip clip, string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "sheet.jpg");
        await pictures.SpriteAsync(path, facts, clip.StartTime, clip.EndTime, file, ct);
        return Picture(film, ClipSprite, await blobs.TakeFileAsync(file, ct));
    }

    internal static Asset Picture(Asset film, string variant, Blob blob) => new()
    {
        UserId = film.UserId,
        Kind = AssetKind.Image,
        SourceType = AssetSource.Generated,
        DerivedFrom = film.Id,
        Variant = variant,
        Filename = variant + ".jpg",
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = "image/jpeg",
        Format = "jpeg",
        Status = AssetStatus.Ready,
    };
}
