using System.Text.Json;
using Backlot.Channels.Albums;
using Backlot.Channels.Prompts;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels;

/// <summary>Reads albums for their owners.</summary>
internal sealed class VideoJobViews(BacklotDb db, MediaLinks links)
{
    // Seconds of work on two cores for an hour's album; only their ratios matter.
    private const double TracksWork = 25, ImagesWork = 15, RenderWork = 50, ExportWork = 2;

    public async Task<List<VideoJobSummary>> SummariesAsync(IReadOnlyList<VideoJob> albums, CancellationToken ct)
    {
        var ids = albums.Select(a => a.Id).ToArray();
        var progress = await db.Database.SqlQueryRaw<ProgressRow>(SqlFile.Read("Channels/Sql/progress.sql"), ids, db.Owner).ToDictionaryAsync(p => p.VideoJobId, ct);
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
        return new((await SummariesAsync([album], ct))[0])
        {
            VideoUrl = film is null ? null : links.Of(film.Id),
            DurationSeconds = film?.DurationSeconds,
            FileSizeBytes = film?.SizeBytes,
            OutputDirectory = album.OutputDirectory,
            PromptsBy = album.AwaitsPrompts ? null : album.PromptsJson.WrittenBy ?? PromptWriting.BuiltIn,
            PromptNote = album.PromptsJson.Note,
            Chapters = shown is null ? [] : Chapters(shown),
            Tracks = [.. Numbers.Select(n => Track(album, n, tracks.GetValueOrDefault(n)))],
            Images = [.. Numbers.Select(n => Picture(album, n, images.GetValueOrDefault(n)))],
            Renders = renders.ConvertAll(render => RenderView.Of(render, links)),
        };
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(1, VideoJob.PartCount);

    private PartView Track(VideoJob album, int n, AudioTrack? done)
    {
        var (source, prompt) = (album.Plan.Tracks[n - 1], album.PromptsJson.MusicPrompts[n - 1]);
        return new(n, done is not null, album.TitleOf(n), done?.Provider ?? source.Provider, source.Fallbacks, done?.PromptText ?? prompt.Prompt, source.File,
            source.File is null ? prompt.Seed : null, (double?)done?.DurationSeconds ?? (source.File is null ? prompt.DurationSeconds : null),
            done is null ? null : links.Of(done.AssetId), null);
    }

    private PartView Picture(VideoJob album, int n, Image? done)
    {
        var (source, prompt) = (album.Plan.Images[n - 1], album.PromptsJson.VisualPrompts[n - 1]);
        return new(n, done is not null, null, done?.Provider ?? source.Provider, source.Fallbacks, done?.PromptText ?? prompt.Prompt, source.File,
            source.File is null ? prompt.Seed : null, null,
            done is null ? null : links.Of(done.AssetId), done is null ? null : links.Of(done.AssetId, MediaVariant.Thumbnail));
    }

    private static List<ChapterView> Chapters(RenderTask render)
    {
        var timeline = JsonSerializer.Deserialize<Timeline>(render.Timeline, JsonSerializerOptions.Web);
        return timeline is null ? [] : [.. timeline.Chapters.Select(c => new ChapterView(
            c.Title, (double)c.StartFrame / timeline.FrameRate, (double)c.EndFrame / timeline.FrameRate))];
    }

    private VideoJobSummary Summary(VideoJob album, ProgressRow progress, Guid? firstImage) => new()
    {
        Id = album.Id,
        ChannelId = album.ChannelId,
        Title = album.Title,
        Status = TextEnum.Name(album.Status),
        FailedFrom = album.FailedFrom is { } from ? TextEnum.Name(from) : null,
        Error = album.ErrorMessage,
        Progress = Progress(progress),
        Niche = album.NicheLabel,
        MoodKeywords = album.MoodKeywords,
        TargetDurationMinutes = album.TargetDurationMinutes,
        Seed = album.Seed,
        ThumbnailUrl = firstImage is { } image ? links.Of(image, MediaVariant.Thumbnail) : null,
        CreatedAt = album.CreatedAt,
        UpdatedAt = album.UpdatedAt,
    };

    private static AlbumProgress Progress(ProgressRow row)
    {
        var tracks = (row.TracksDone + row.TracksRunning) / VideoJob.PartCount;
        var images = (row.ImagesDone + row.ImagesRunning) / VideoJob.PartCount;
        // From the same look at the database as the rest: an album that was completed since it was read would go backwards.
        var exported = row.HasExport ? 1 : 0;
        var fraction = (tracks * TracksWork + images * ImagesWork + row.Render * RenderWork + exported * ExportWork)
            / (TracksWork + ImagesWork + RenderWork + ExportWork);
        return new(Math.Round(fraction, 4), row.TracksDone, row.ImagesDone, Math.Round(tracks, 4), Math.Round(images, 4), Math.Round(row.Render, 4), row.Note);
    }

    private sealed record ProgressRow(
        Guid VideoJobId, bool HasExport, int TracksDone, int ImagesDone, double TracksRunning, double ImagesRunning, double Render, string? Note);
}
