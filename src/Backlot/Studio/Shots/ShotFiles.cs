using System.Text.Json;
using Backlot.Generation;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Blobs;
using Backlot.Rendering;
using Backlot.Rendering.Signals;

namespace Backlot.Studio.Shots;

/// <summary>Takes in what was made of a shot.</summary>
internal sealed class ShotFiles(Intake intake, FilmFacts facts, FootagePictures pictures, BlobStore blobs)
{
    /// <param name="run">The job that had it made.</param>
    /// <param name="path">Of the film; gone afterwards.</param>
    /// <returns>The film, and the picture that stands for it: assets that are yet to be added.</returns>
    /// <exception cref="MediaRefused">It is no film.</exception>
    public async Task<(Asset Film, Asset Picture)> TakeAsync(JobRun run, Generated made, string path, CancellationToken ct)
    {
        try
        {
            run.Report(0.98, "Looking at it");
            var film = await intake.MadeAsync(run.UserId, path, MediaKind.Video, made.Made?.Filename ?? "shot.mp4", ct);
            film.Metadata = JsonSerializer.Serialize(new { license = made.Made?.License });
            return (film, await PictureAsync(film, run.Tag, ct));
        }
        finally
        {
            File.Delete(path);      // where it was not taken
        }
    }

    private async Task<Asset> PictureAsync(Asset film, string tag, CancellationToken ct)
    {
        var sha256 = film.Sha256 ?? throw new ArgumentException("It has no bytes.", nameof(film));
        var known = await facts.OfAsync(sha256, ct);
        var jpeg = blobs.NewTempPath(".jpg", tag);
        await pictures.ThumbnailAsync(blobs.PathOf(sha256), known, 0, known.DurationSeconds ?? 0, jpeg, ct);
        var blob = await blobs.TakeFileAsync(jpeg, ct);
        return new()
        {
            UserId = film.UserId, Kind = AssetKind.Image, SourceType = AssetSource.Generated, DerivedFrom = film.Id, Variant = MediaVariant.Thumbnail,
            Filename = "shot.jpg", Sha256 = blob.Sha256, SizeBytes = blob.SizeBytes, MimeType = "image/jpeg", Format = "jpeg", Status = AssetStatus.Ready,
        };
    }
}
