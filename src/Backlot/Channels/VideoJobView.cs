using Backlot.Channels.Albums;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels;

/// <summary>How far an album is.</summary>
/// <param name="Fraction">0..1 of all its work, the parts being made included.</param>
/// <param name="TracksDone">0..20.</param>
/// <param name="ImagesDone">0..20.</param>
/// <param name="Tracks">0..1 of all tracks, those being made included.</param>
/// <param name="Images">0..1 of all images, those being made included.</param>
/// <param name="Render">0..1.</param>
/// <param name="Note">What the render is doing; null when it does not run.</param>
public sealed record AlbumProgress(
    double Fraction, int TracksDone, int ImagesDone, double Tracks, double Images, double Render, string? Note);

/// <summary>An album in a list.</summary>
/// <param name="Status">planned, generating_music, generating_image, rendering, ready_for_export, completed or failed.</param>
/// <param name="FailedFrom">Where a failed one goes on when it is resumed.</param>
/// <param name="ThumbnailUrl">Signed; null until the first image is there.</param>
public sealed record VideoJobSummary(
    Guid Id, Guid ChannelId, string Title, string Status, string? FailedFrom, string? Error, AlbumProgress Progress, string Niche,
    IReadOnlyList<string> MoodKeywords, int TargetDurationMinutes, long Seed, string? ThumbnailUrl, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>An album with everything in it.</summary>
/// <param name="VideoUrl">Signed; null until the film is there.</param>
/// <param name="Chapters">Of the newest film or of the one being rendered.</param>
/// <param name="Tracks">20, finished or not.</param>
/// <param name="Images">20, finished or not.</param>
/// <param name="Renders">Newest first.</param>
public sealed record VideoJobView(
    VideoJobSummary Summary, string? VideoUrl, double? DurationSeconds, long? FileSizeBytes, string OutputDirectory,
    IReadOnlyList<ChapterView> Chapters, IReadOnlyList<PartView> Tracks, IReadOnlyList<PartView> Images, IReadOnlyList<RenderView> Renders);

public sealed record ChapterView(string Title, double StartSeconds, double EndSeconds);

/// <summary>A track or an image of an album.</summary>
/// <param name="OrderIndex">1..20.</param>
/// <param name="Title">A track's chapter title; null for an image.</param>
/// <param name="File">The user's own file; null when it is generated.</param>
/// <param name="Seed">Null for a file.</param>
/// <param name="DurationSeconds">As planned, or of the finished track; null for an image.</param>
/// <param name="Url">Signed; null until it is finished.</param>
/// <param name="ThumbnailUrl">Signed; null for a track.</param>
public sealed record PartView(
    int OrderIndex, bool Done, string? Title, string Provider, string Prompt, string? File, long? Seed, double? DurationSeconds, string? Url, string? ThumbnailUrl);

/// <summary>Reads albums for their owners.</summary>
internal sealed class VideoJobViews(BacklotDb db, MediaLinks links)
{
    // Seconds of work on two cores for an hour's album; only their ratios matter.
    private const double TracksWork = 25, ImagesWork = 15, RenderWork = 50, ExportWork = 2;

    public async Task<List<VideoJobSummary>> SummariesAsync(IReadOnlyList<VideoJob> albums, CancellationToken ct)
    {
        var ids = albums.Select(a => a.Id).ToArray();
        var progress = await db.Database.SqlQueryRaw<ProgressRow>(SqlFile.Read("Channels/Sql/progress.sql"), ids).ToDictionaryAsync(p => p.VideoJobId, ct);
        var firstImages = await db.Images.AsNoTracking().Where(i => i.VideoJobId != null && ids.Contains(i.VideoJobId.Value) && i.OrderIndex == 1)
            .ToDictionaryAsync(i => i.VideoJobId ?? Guid.Empty, i => i.AssetId, ct);
        return [.. albums.Select(a => Summary(a, progress[a.Id], firstImages.TryGetValue(a.Id, out var asset) ? asset : null))];
    }

    public async Task<VideoJobView> ViewAsync(VideoJob album, CancellationToken ct)
    {
        var tracks = await db.AudioTracks.AsNoTracking().Where(t => t.VideoJobId == album.Id).ToDictionaryAsync(t => (int)t.OrderIndex, ct);
        var images = await db.Images.AsNoTracking().Where(i => i.VideoJobId == album.Id).ToDictionaryAsync(i => (int)i.OrderIndex, ct);
        var renders = await db.RenderTasks.AsNoTracking().Where(r => r.VideoJobId == album.Id).OrderByDescending(r => r.Id).Take(10).ToListAsync(ct);
        var film = album.VideoAssetId is { } id ? await db.Assets.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) : null;
        var shown = renders.FirstOrDefault(r => r.OutputAssetId == album.VideoAssetId && film is not null) ?? renders.FirstOrDefault();
        return new(
            (await SummariesAsync([album], ct))[0],
            film is null ? null : links.Of(film.Id), film?.DurationSeconds, film?.SizeBytes, album.OutputDirectory,
            shown is null ? [] : Chapters(shown),
            [.. Numbers.Select(n => Track(album, n, tracks.GetValueOrDefault(n)))],
            [.. Numbers.Select(n => Picture(album, n, images.GetValueOrDefault(n)))],
            renders.ConvertAll(render => RenderView.Of(render, links)));
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(1, VideoJob.PartCount);

    private PartView Track(VideoJob album, int n, AudioTrack? done)
    {
        var (source, prompt) = (album.Plan.Tracks[n - 1], album.PromptsJson.MusicPrompts[n - 1]);
        return new(n, done is not null, album.TitleOf(n), source.Provider, done?.PromptText ?? prompt.Prompt, source.File,
            source.File is null ? prompt.Seed : null, (double?)done?.DurationSeconds ?? (source.File is null ? prompt.DurationSeconds : null),
            done is null ? null : links.Of(done.AssetId), null);
    }

    private PartView Picture(VideoJob album, int n, Image? done)
    {
        var (source, prompt) = (album.Plan.Images[n - 1], album.PromptsJson.VisualPrompts[n - 1]);
        return new(n, done is not null, null, source.Provider, done?.PromptText ?? prompt.Prompt, source.File,
            source.File is null ? prompt.Seed : null, null,
            done is null ? null : links.Of(done.AssetId), done is null ? null : links.Of(done.AssetId, MediaVariant.Thumbnail));
    }

    private static List<ChapterView> Chapters(RenderTask render)
    {
        var timeline = System.Text.Json.JsonSerializer.Deserialize<Timeline>(render.Timeline, System.Text.Json.JsonSerializerOptions.Web);
        return timeline is null ? [] : [.. timeline.Chapters.Select(c => new ChapterView(
            c.Title, (double)c.StartFrame / timeline.FrameRate, (double)c.EndFrame / timeline.FrameRate))];
    }

    private VideoJobSummary Summary(VideoJob album, ProgressRow progress, Guid? firstImage) => new(
        album.Id, album.ChannelId, album.Title, TextEnum.Name(album.Status),
        album.FailedFrom is { } from ? TextEnum.Name(from) : null, album.ErrorMessage, Progress(album, progress),
        album.NicheLabel, album.MoodKeywords, album.TargetDurationMinutes, album.Seed,
        firstImage is { } image ? links.Of(image, MediaVariant.Thumbnail) : null, album.CreatedAt, album.UpdatedAt);

    private static AlbumProgress Progress(VideoJob album, ProgressRow row)
    {
        var tracks = (row.TracksDone + row.TracksRunning) / VideoJob.PartCount;
        var images = (row.ImagesDone + row.ImagesRunning) / VideoJob.PartCount;
        var render = album.Status is VideoJobStatus.ReadyForExport or VideoJobStatus.Completed ? 1 : row.Render;
        var exported = album.Status is VideoJobStatus.Completed ? 1 : 0;
        var fraction = (tracks * TracksWork + images * ImagesWork + render * RenderWork + exported * ExportWork)
            / (TracksWork + ImagesWork + RenderWork + ExportWork);
        return new(Math.Round(fraction, 4), row.TracksDone, row.ImagesDone, Math.Round(tracks, 4), Math.Round(images, 4), Math.Round(render, 4), row.Note);
    }

    private sealed record ProgressRow(
        Guid VideoJobId, int TracksDone, int ImagesDone, double TracksRunning, double ImagesRunning, double Render, string? Note);
}
