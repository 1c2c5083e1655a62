using System.Text.Json;
using Backlot.Jobs;
using Backlot.Library.Cuts;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;
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
    BacklotDb db, BlobStore blobs, FilmRenderer renderer, CutRenderer cuts, RenderCache cache, PlanUsage plan, Settings settings,
    TimeProvider time) : IJobHandler<RenderFilm>
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
        var order = FilmOrder.Read(task.Timeline);
        var temp = blobs.NewTempPath(".mp4", run.Tag);
        var began = time.GetTimestamp();
        try
        {
            var made = order.Cut is { } cut ? await CutAsync(cut, temp, run, ct) : await JoinAsync(order.Timeline, temp, run, ct);
            await plan.DemandStorageAsync(task.UserId, new FileInfo(temp).Length, ct);
            var film = Describe(task, made, await blobs.TakeFileAsync(temp, ct));
            var seconds = time.GetElapsedTime(began).TotalSeconds;
            await cache.TrimAsync(settings.RenderCacheBytes, ct);
            return new Outcome.Done(_ =>
            {
                Complete(task, film, made, seconds);
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

    private async Task<MadeFilm> JoinAsync(Timeline? timeline, string temp, JobRun run, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var made = await renderer.RenderAsync(timeline, blobs.PathOf, temp, new Reporter(run), ct);
        return new(timeline.Width, timeline.Height, new(timeline.FrameRate, 1), "video.mp4", made.DurationSeconds, made.SizeBytes, made.FfmpegCommand, new()
        {
            ["loudnessLufs"] = made.LoudnessLufs,
            ["peakDbtp"] = made.PeakDbtp,
            ["picturesEncoded"] = made.PicturesEncoded,
            ["picturesFromCache"] = made.PicturesFromCache,
            ["soundFromCache"] = made.SoundFromCache,
        });
    }

    private async Task<MadeFilm> CutAsync(CutList cut, string temp, JobRun run, CancellationToken ct)
    {
        if (cut.Parts.Where(part => part.Card is null).Select(part => part.Sha256).Append(cut.Music?.Sha256)
            .Concat(cut.Voices.Select(voice => voice.Sha256)).OfType<string>().Any(sha256 => !blobs.Holds(sha256)))
            throw new ArgumentException("A film or track that it is cut from was deleted.");
        var made = await cuts.RenderAsync(cut, blobs.PathOf, temp, new Reporter(run), ct);
        return new(cut.Width, cut.Height, cut.FrameRate, "cut.mp4", made.DurationSeconds, made.SizeBytes, made.FfmpegCommand, new()
        {
            ["loudnessLufs"] = made.LoudnessLufs,
            ["peakDbtp"] = made.PeakDbtp,
            ["framesCopied"] = made.FramesCopied,
            ["framesEncoded"] = made.FramesEncoded,
            ["stretchesEncoded"] = made.StretchesEncoded,
            ["stretchesFromCache"] = made.StretchesFromCache,
            ["soundFromCache"] = made.SoundFromCache,
        });
    }

    private Asset Describe(RenderTask task, MadeFilm made, Blob blob) => new()
    {
        UserId = task.UserId,
        Kind = AssetKind.Video,
        SourceType = AssetSource.Generated,
        Filename = made.Filename,
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = "video/mp4",
        Format = "mp4",
        DurationSeconds = made.DurationSeconds,
        Width = made.Width,
        Height = made.Height,
        FrameRate = made.FrameRate.Value,
        FrameRateNum = made.FrameRate.Num,
        FrameRateDen = made.FrameRate.Den,
        IsVariableFrameRate = false,
        HasAudio = true,
        Status = AssetStatus.Ready,
        IngestedAt = time.GetUtcNow(),
    };

    private void Complete(RenderTask task, Asset film, MadeFilm made, double seconds)
    {
        db.Assets.Add(film);
        task.Status = RenderStatus.Completed;
        task.OutputAssetId = film.Id;
        task.CompletedAt = time.GetUtcNow();
        task.DurationSeconds = decimal.Round((decimal)made.DurationSeconds, 2);
        task.FileSizeBytes = made.SizeBytes;
        // Where the data folder lies is nobody's business: files are named from there on.
        task.FfmpegCommand = made.FfmpegCommand.Replace(settings.DataFolder.TrimEnd('/') + "/", "", StringComparison.Ordinal);
        task.Metadata = JsonSerializer.Serialize(
            new Dictionary<string, object?>(made.Measured) { ["renderSeconds"] = Math.Round(seconds, 2) }, JsonSerializerOptions.Web);
    }

    /// <param name="Measured">What becomes the task's metadata.</param>
    private sealed record MadeFilm(
        int Width, int Height, Rational FrameRate, string Filename, double DurationSeconds, long SizeBytes, string FfmpegCommand,
        Dictionary<string, object?> Measured);

    private sealed class Reporter(JobRun run) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => run.Report(value.Fraction, value.Phase);
    }
}
