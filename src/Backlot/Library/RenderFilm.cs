using System.Text.Json;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>Makes the film of a render task and keeps it as an asset. Run again, it finds its units and its sound in the
/// render cache.</summary>
public sealed record RenderFilm(Guid RenderTaskId) : IJobArgs
{
    public static string Kind => "library.render-film";
    public static string Queue => "render";
    public static int MaxAttempts => 3;
}

internal sealed class RenderFilmHandler(
    BacklotDb db, BlobStore blobs, FilmRenderer renderer, RenderCache cache, PlanUsage plan, Settings settings, TimeProvider time) : IJobHandler<RenderFilm>
{
    public async Task<Outcome> RunAsync(RenderFilm args, JobRun run, CancellationToken ct)
    {
        var task = await db.RenderTasks.SingleOrDefaultAsync(r => r.Id == args.RenderTaskId, ct);
        if (task is null)
            return new Outcome.Discard("What it was to render was deleted.");
        if (task.Status == RenderStatus.Completed)
            return new Outcome.Done();
        await run.WriteAsync(db, _ =>
        {
            task.Status = RenderStatus.InProgress;
            task.ErrorMessage = null;
            task.CompletedAt = null;
            return Task.CompletedTask;
        }, ct);
        return await RenderAsync(task, run, ct);
    }

    public async Task GivenUpAsync(RenderFilm args, string reason, BacklotDb transaction, CancellationToken ct)
    {
        if (await transaction.RenderTasks.SingleOrDefaultAsync(r => r.Id == args.RenderTaskId, ct) is not { } task)
            return;
        task.Status = RenderStatus.Failed;
        task.ErrorMessage = reason;
        task.CompletedAt = time.GetUtcNow();
    }

    private async Task<Outcome> RenderAsync(RenderTask task, JobRun run, CancellationToken ct)
    {
        var timeline = JsonSerializer.Deserialize<Timeline>(task.Timeline, JsonSerializerOptions.Web)
            ?? throw new JsonException("The timeline is null.");
        var temp = blobs.NewTempPath(".mp4");
        var began = time.GetTimestamp();
        try
        {
            var result = await renderer.RenderAsync(timeline, blobs.PathOf, temp, new Reporter(run), ct);
            await plan.DemandStorageAsync(task.UserId, new FileInfo(temp).Length, ct);
            var film = Describe(task, timeline, result, await blobs.TakeFileAsync(temp, ct));
            var seconds = time.GetElapsedTime(began).TotalSeconds;
            await cache.TrimAsync(settings.RenderCacheBytes, ct);
            return new Outcome.Done(_ =>
            {
                Complete(task, film, result, seconds);
                return Task.CompletedTask;
            });
        }
        catch (Exception hopeless) when (hopeless is MediaRefused or ArgumentException)
        {
            return new Outcome.Discard(hopeless.Message);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    private Asset Describe(RenderTask task, Timeline timeline, RenderResult result, Blob blob) => new()
    {
        UserId = task.UserId,
        Kind = AssetKind.Video,
        SourceType = AssetSource.Generated,
        Filename = "video.mp4",
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = "video/mp4",
        Format = "mp4",
        DurationSeconds = result.DurationSeconds,
        Width = timeline.Width,
        Height = timeline.Height,
        FrameRate = timeline.FrameRate,
        Status = AssetStatus.Ready,
        IngestedAt = time.GetUtcNow(),
    };

    private void Complete(RenderTask task, Asset film, RenderResult result, double seconds)
    {
        db.Assets.Add(film);
        task.Status = RenderStatus.Completed;
        task.OutputAssetId = film.Id;
        task.CompletedAt = time.GetUtcNow();
        task.DurationSeconds = decimal.Round((decimal)result.DurationSeconds, 2);
        task.FileSizeBytes = result.SizeBytes;
        task.FfmpegCommand = result.FfmpegCommand;
        task.Metadata = JsonSerializer.Serialize(new
        {
            renderSeconds = Math.Round(seconds, 2),
            loudnessLufs = result.LoudnessLufs,
            peakDbtp = result.PeakDbtp,
            picturesEncoded = result.PicturesEncoded,
            picturesFromCache = result.PicturesFromCache,
            soundFromCache = result.SoundFromCache,
        }, JsonSerializerOptions.Web);
    }

    private sealed class Reporter(JobRun run) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => run.Report(value.Fraction, value.Phase);
    }
}
