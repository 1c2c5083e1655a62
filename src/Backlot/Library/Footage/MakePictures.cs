using Backlot.Jobs;
using Backlot.Library.Clips;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Footage;

/// <summary>Makes the pictures that a film or one of its clips has lost; the clips stay as they are.</summary>
public sealed record MakePictures(Guid AssetId) : IJobArgs
{
    public static string Kind => "library.make-pictures";
    public static string Queue => "footage";
    public static int MaxAttempts => 3;
}

/// <summary>Clip by clip, each kept at once, so that a run that is cut off goes on where it was.</summary>
internal sealed class MakePicturesHandler(BacklotDb db, BlobStore blobs, FilmFacts films, ClipPictures pictures) : IJobHandler<MakePictures>
{
    public async Task<Outcome> RunAsync(MakePictures args, JobRun run, CancellationToken ct)
    {
        if (await db.Assets.SingleOrDefaultAsync(a => a.Id == args.AssetId, ct) is not { Sha256: { } sha256 } film)
            return new Outcome.Cancel("The asset was deleted.");
        if (!blobs.Holds(sha256))
            return new Outcome.Cancel($"The bytes of {film.Filename} are gone: bring it in again.");
        var clips = await db.Clips.Where(c => c.AssetId == film.Id).OrderBy(c => c.StartTime).ToListAsync(ct);
        var lacking = clips.Where(c => c.ThumbnailAssetId is null || c.SpriteAssetId is null).ToList();
        try
        {
            foreach (var (done, clip) in lacking.Index())
            {
                await MakeAsync(film, sha256, clip, run, ct);
                run.Report((done + 1.0) / lacking.Count, "making thumbnails");
            }
            return new Outcome.Done(token => AddPosterAsync(film, clips, token), new { clips = lacking.Count });
        }
        catch (MediaRefused refused)
        {
            return new Outcome.Discard(refused.About(film.Filename));
        }
    }

    private async Task MakeAsync(Asset film, string sha256, Clip clip, JobRun run, CancellationToken ct)
    {
        using var folder = new WorkFolder(blobs.NewTempPath(tag: run.Tag));
        var (path, facts) = (blobs.PathOf(sha256), await films.OfAsync(sha256, ct));
        var thumbnail = clip.ThumbnailAssetId is null ? await pictures.ThumbnailAsync(film, path, facts, clip, folder.Path, ct) : null;
        var sprite = clip.SpriteAssetId is null ? await pictures.SpriteAsync(film, path, facts, clip, folder.Path, ct) : null;
        await run.WriteAsync(db, async token =>
        {
            await db.Entry(clip).ReloadAsync(token);        // another run may have been faster
            if (db.Entry(clip).State == EntityState.Detached)
                return;     // it is deleted
            var (lacksThumbnail, lacksSprite) = (clip.ThumbnailAssetId is null, clip.SpriteAssetId is null);
            db.Assets.AddRange(((Asset?[])[lacksThumbnail ? thumbnail : null, lacksSprite ? sprite : null]).OfType<Asset>());
            await db.SaveChangesAsync(token);
            (clip.ThumbnailAssetId, clip.SpriteAssetId) = (clip.ThumbnailAssetId ?? thumbnail?.Id, clip.SpriteAssetId ?? sprite?.Id);
        }, ct);
    }

    private async Task AddPosterAsync(Asset film, List<Clip> clips, CancellationToken ct)
    {
        if (clips.Count == 0 || await db.Assets.AnyAsync(a => a.DerivedFrom == film.Id && a.Variant == MediaVariant.Thumbnail, ct))
            return;
        var shots = clips.ConvertAll(c => ClipSignals.Read(c.Signals) is { } signals
            ? PosterShot.Of(c.EndTime - c.StartTime, signals.Curve, signals.BestFrameSeconds) : new PosterShot(c.EndTime - c.StartTime, 0, 0));
        var chosen = clips[PosterShot.Choose(shots)].ThumbnailAssetId;
        if (await db.Assets.SingleOrDefaultAsync(a => a.Id == chosen, ct) is { Sha256: { } sha256, SizeBytes: { } size })
            db.Assets.Add(ClipPictures.Picture(film, MediaVariant.Thumbnail, new(sha256, size)));
    }
}
