using Backlot.Jobs;
using Backlot.Library.Assets;
using Backlot.Library.Scores;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Footage;

/// <summary>Finds the clips of a film: one pass over its frames and its sound, then a picture or two of each.</summary>
public sealed record ReadFootage(Guid AssetId) : IJobArgs
{
    public static string Kind => "library.read-footage";
    public static string Queue => "footage";
    public static int MaxAttempts => 3;
}

internal sealed class ReadFootageHandler(
    BacklotDb db, BlobStore blobs, Ffmpeg ffmpeg, FilmFacts films, SceneFinder finder, FootagePictures footage, ClipPictures pictures, AssetRemoval removal,
    TimeProvider time)
    : IJobHandler<ReadFootage>
{
    /// <summary>How much of the work the reading is; the rest is pictures.</summary>
    private const double ReadingShare = 0.9;

    public async Task<Outcome> RunAsync(ReadFootage args, JobRun run, CancellationToken ct)
    {
        if (await db.Assets.SingleOrDefaultAsync(a => a.Id == args.AssetId, ct) is not { Sha256: { } sha256 } asset)
            return new Outcome.Cancel("The asset was deleted.");
        if (asset.FootageReadAt is not null)
            return new Outcome.Done();
        try
        {
            var path = blobs.PathOf(sha256);
            var facts = await films.OfAsync(sha256, ct);
            using var folder = new WorkFolder(blobs.NewTempPath(tag: run.Tag));
            var (sprites, thumbnails) = (new ShotSprites(ffmpeg, facts, folder.Path), new ShotThumbnails(footage, path, facts, folder.Path));
            var reading = await finder.FindAsync(path, facts, sprites, thumbnails, new Share(run, 0, ReadingShare, "finding shots"), ct);
            var files = new MadePictures(sprites, thumbnails, folder.Path);
            var made = await pictures.OfAsync(asset, path, facts, reading, files, new Share(run, ReadingShare, 1, "making thumbnails"), ct);
            return new Outcome.Done(token => KeepAsync(asset, reading, made, token), new { clips = reading.Shots.Count });
        }
        catch (MediaRefused refused)
        {
            return new Outcome.Discard(refused.About(asset.Filename));
        }
    }

    /// <summary>The film stays and is served; that it has no clips is told.</summary>
    public Task GivenUpAsync(ReadFootage args, string reason, BacklotDb transaction, CancellationToken ct) => transaction.Assets
        .Where(a => a.Id == args.AssetId)
        .ExecuteUpdateAsync(set => set.SetProperty(a => a.ErrorMessage, $"Its clips could not be found: {reason}"), ct);

    private async Task KeepAsync(Asset asset, FootageReading reading, ShotPictures made, CancellationToken ct)
    {
        await db.Clips.Where(c => c.AssetId == asset.Id).ExecuteDeleteAsync(ct);
        await removal.RemoveAsync(db.Assets.Where(a => a.DerivedFrom == asset.Id && a.Variant != MediaVariant.Proxy), ct);
        var clips = reading.Shots.Select((shot, i) => ShotRows.ClipOf(asset, shot, made.Thumbnails[i].Id, made.Sprites[i].Id)).ToList();
        db.Assets.AddRange([.. made.Thumbnails, .. made.Sprites, made.Poster]);
        await db.SaveChangesAsync(ct);
        db.Clips.AddRange(clips);
        asset.FootageReadAt = asset.UpdatedAt = time.GetUtcNow();
        asset.DurationSeconds = reading.DurationSeconds;
        // The probe has looked at the first frames only.
        asset.IsVariableFrameRate |= reading.IsVariableFrameRate;
        asset.ErrorMessage = null;
        asset.Metadata = AssetFacts.WithLoudness(asset.Metadata, reading.Loudness);
        await db.SaveChangesAsync(ct);
        await ShotRows.EmbedAsync(db, clips, reading.Shots, ct);
        ScoreFootage.Enqueue(db, asset.UserId, asset.Id);
        await db.SaveChangesAsync(ct);
        await db.EnqueueProxyAsync(asset, ct);
    }

    /// <summary>A part of the whole work.</summary>
    private sealed class Share(JobRun run, double from, double to, string note) : IProgress<double>
    {
        public void Report(double value) => run.Report(from + (to - from) * value, note);
    }
}
