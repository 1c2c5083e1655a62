using System.ComponentModel;
using Backlot.Channels.Albums;
using Backlot.Channels.Export;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Rendering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels;

/// <summary>What an export holds.</summary>
/// <param name="Folder">On the server's machine.</param>
/// <param name="Files">Names in that folder.</param>
/// <param name="Description">Ready to be pasted.</param>
public sealed record ExportView(string Folder, IReadOnlyList<string> Files, string VideoUrl, string Description);

/// <summary><c>/api/video-jobs</c>.</summary>
internal static class VideoJobApi
{
    private const string InThisStatus = "Only albums in this status.", TheChannel = "The channel's id.";

    public static void MapVideoJobApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/channels/{channelId:guid}/video-jobs", Add).WithTags("Video jobs").WithName("addVideoJob").NeedsScope(Scopes.Generate)
            .WithSummary("Make an album: 20 tracks, 20 images, one film")
            .WithDescription("Everything that can be known to be wrong is said before any work begins. Ask the Location how far it is, or follow /api/events.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(507).Spends();
        routes.MapGet("/api/channels/{channelId:guid}/video-jobs", ListOfChannel).WithTags("Video jobs").WithName("listVideoJobsOfChannel")
            .WithSummary("Albums of a channel, newest first").ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);

        var albums = routes.MapGroup("/api/video-jobs").WithTags("Video jobs").ProducesProblem(401);
        albums.MapGet("/", List).WithName("listVideoJobs").WithSummary("Albums, newest first").ProducesProblem(400);
        albums.MapGet("/next", Next).WithName("nextVideoJob").WithSummary("The oldest album in a status").ProducesProblem(400).ProducesProblem(404);
        albums.MapGet("/{id:guid}", Get).WithName("getVideoJob").WithSummary("One album with its tracks, images and renders").ProducesProblem(404).Versioned();
        albums.MapDelete("/{id:guid}", Delete).WithName("deleteVideoJob").WithSummary("Delete an album; its media stay as assets").ProducesProblem(404).ChangesVersionOf("getVideoJob");
        albums.MapPost("/{id:guid}/cancel", Cancel).WithName("cancelVideoJob")
            .WithSummary("Stop an album; what is finished stays for a resume").ProducesProblem(404).ProducesProblem(409).Makes();
        albums.MapPost("/{id:guid}/resume", Resume).WithName("resumeVideoJob").NeedsScope(Scopes.Generate)
            .WithSummary("Go on with a failed or cancelled album where it stopped").ProducesProblem(404).ProducesProblem(409).Makes();
        albums.MapGet("/{id:guid}/export", Export).WithName("getExport").WithSummary("What was exported, and where to").ProducesProblem(404).ProducesProblem(409).Versioned();
    }

    private static async Task<Accepted<VideoJobView>> Add([Description(TheChannel)] Guid channelId, NewVideoJob wanted,
        BacklotDb db, AlbumPlanner planner, VideoJobViews views, CancellationToken ct)
    {
        var album = await planner.PlanAsync(wanted, await db.ChannelOfAsync(channelId, ct), ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/video-jobs/{album.Id}", await views.ViewAsync(album, ct));
    }

    private static Task<Page<VideoJobSummary>> List(BacklotDb db, VideoJobViews views,
        [StateOf<VideoJobStatus>, Description(InThisStatus)] string? status, int? limit, string? cursor, CancellationToken ct) =>
        PageAsync(InStatus(db.VideoJobs, status), views, limit, cursor, ct);

    private static async Task<Page<VideoJobSummary>> ListOfChannel([Description(TheChannel)] Guid channelId, BacklotDb db, VideoJobViews views,
        [StateOf<VideoJobStatus>, Description(InThisStatus)] string? status, int? limit, string? cursor, CancellationToken ct)
    {
        await db.ChannelOfAsync(channelId, ct);
        return await PageAsync(InStatus(db.VideoJobs.Where(v => v.ChannelId == channelId), status), views, limit, cursor, ct);
    }

    private static Task<Page<VideoJobSummary>> PageAsync(
        IQueryable<VideoJob> albums, VideoJobViews views, int? limit, string? cursor, CancellationToken ct) =>
        Page.ReadAsync(limit, cursor,
            async (below, take) => await views.SummariesAsync(
                await albums.AsNoTracking().Where(v => v.Id < below).OrderByDescending(v => v.Id).Take(take).ToListAsync(ct), ct),
            album => album.Id);

    private static async Task<VideoJobView> Next([StateOf<VideoJobStatus>, Description(InThisStatus)] string status, BacklotDb db, VideoJobViews views, CancellationToken ct) =>
        await views.ViewAsync(await InStatus(db.VideoJobs, status)
            .AsNoTracking().OrderBy(v => v.Id).FirstOrDefaultAsync(ct) ?? throw Refusal.NotFound(), ct);

    private static async Task<VideoJobView> Get(Guid id, BacklotDb db, VideoJobViews views, CancellationToken ct) =>
        await views.ViewAsync(await db.AlbumOfAsync(id, ct), ct);

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, CancellationToken ct)
    {
        var album = await db.AlbumOfAsync(id, ct);
        await db.InTransactionAsync(async () =>
        {
            await db.CancelJobsOfAsync(id, "The album was deleted.", ct);
            db.VideoJobs.Remove(album);
            await db.SaveChangesAsync(ct);
        }, ct);
        return TypedResults.NoContent();
    }

    private static Task<VideoJobView> Cancel(Guid id, BacklotDb db, VideoJobViews views, CancellationToken ct) =>
        ChangeAsync(id, db, views, async album =>
        {
            if (album.Status is VideoJobStatus.Completed or VideoJobStatus.Failed)
                throw new Refusal(409, "video-job.ended", $"The album is already {TextEnum.Name(album.Status)}.");
            await AlbumFlow.FailAsync(db, id, "It was cancelled.", ct);
        }, ct);

    private static Task<VideoJobView> Resume(Guid id, BacklotDb db, VideoJobViews views, CancellationToken ct) =>
        ChangeAsync(id, db, views, async album =>
        {
            if (album.Status is not VideoJobStatus.Failed)
                throw new Refusal(409, "video-job.not-failed", $"Only a failed or cancelled album can be resumed; this one is {TextEnum.Name(album.Status)}.");
            await AlbumFlow.RestartAsync(db, album, ct);
        }, ct);

    private static async Task<ExportView> Export(
        Guid id, BacklotDb db, MediaLinks links, CancellationToken ct)
    {
        var album = await db.AlbumOfAsync(id, ct);
        if (album is not { Status: VideoJobStatus.Completed, VideoAssetId: { } film })
            throw new Refusal(409, "video-job.not-completed", $"The album is {TextEnum.Name(album.Status)}; its export is there when it is completed.");
        var render = await db.RenderTasks.AsNoTracking().Where(r => r.VideoJobId == id && r.OutputAssetId == film).OrderByDescending(r => r.Id).FirstAsync(ct);
        var contents = await AlbumContents.ReadAsync(db, album, render, ct);
        return new(album.OutputDirectory, ExportFolder.Files, links.Of(film), AlbumTexts.Description(contents));
    }

    /// <summary>Changes an album while nothing else can.</summary>
    internal static async Task<VideoJobView> ChangeAsync(
        Guid id, BacklotDb db, VideoJobViews views, Func<VideoJob, Task> change, CancellationToken ct)
    {
        var changed = await db.InTransactionAsync(async () =>
        {
            await db.LockSubjectAsync(id, ct);
            var album = await db.LockAlbumAsync(id, ct) ?? throw Refusal.NotFound();
            await change(album);
            await db.SaveChangesAsync(ct);
            await db.Entry(album).ReloadAsync(ct);
            return album;
        }, ct);
        return await views.ViewAsync(changed, ct);
    }

    private static async Task<VideoJob> AlbumOfAsync(this BacklotDb db, Guid id, CancellationToken ct) =>
        await db.VideoJobs.SingleOrDefaultAsync(v => v.Id == id, ct) ?? throw Refusal.NotFound();

    private static IQueryable<VideoJob> InStatus(IQueryable<VideoJob> albums, string? status)
    {
        if (status is null)
            return albums;
        var only = TextEnum.Parse<VideoJobStatus>(status);
        return albums.Where(v => v.Status == only);
    }
}
