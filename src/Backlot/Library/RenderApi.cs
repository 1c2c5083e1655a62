using System.Text.Json;
using Backlot.Jobs;
using Backlot.Library.Cuts;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>A render task as its owner sees it.</summary>
/// <param name="FfmpegCommand">What was really run for the last step, in the server's data folder.</param>
/// <param name="VideoUrl">Signed; null until the film is there.</param>
/// <param name="Metadata">Seconds taken, loudness, what came from the cache; of a cut also how many frames were copied and how many encoded, and,
/// before it is made, how long it is likely to last and to take.</param>
public sealed record RenderView(
    Guid Id, Guid? VideoJobId, [StateOf<RenderStatus>] string Status, string Resolution, decimal? DurationSeconds, long? FileSizeBytes, string? FfmpegCommand,
    string? VideoUrl, string? Error, JsonElement Metadata, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt)
{
    public static RenderView Of(RenderTask task, MediaLinks links) => new(
        task.Id, task.VideoJobId, TextEnum.Name(task.Status), task.Resolution, task.DurationSeconds, task.FileSizeBytes, task.FfmpegCommand,
        task.OutputAssetId is { } film ? links.Of(film) : null, task.ErrorMessage,
        JsonSerializer.Deserialize<JsonElement>(task.Metadata), task.CreatedAt, task.CompletedAt);
}

/// <summary>A film of the caller's own assets: either a timeline of stills and music, or a cut of clips.</summary>
/// <param name="Timeline">Its parts name pictures and tracks by their SHA-256; both must be the caller's assets.</param>
/// <param name="Cut">Its parts name clips, or films with in and out.</param>
public sealed record NewRender(Timeline? Timeline = null, NewCut? Cut = null) : IRequestBody<NewRender>
{
    private static readonly string Picture = new('a', 64), Track = new('b', 64);

    public static NewRender Example => new(new Timeline(1920, 1080, [new("Overture", Picture, Track, Frames: 4500)]));
}

/// <summary><c>/api/renders</c>.</summary>
internal static class RenderApi
{
    public static void MapRenders(this IEndpointRouteBuilder routes)
    {
        var renders = routes.MapGroup("/api/renders").WithTags("Renders").ProducesProblem(401);
        renders.MapGet("/", List).WithName("listRenders").WithSummary("Render tasks, newest first").ProducesProblem(400);
        renders.MapGet("/{id:guid}", Get).WithName("getRender").WithSummary("One render task").ProducesProblem(404).Versioned();
        renders.MapPost("/", Add).WithName("addRender").NeedsScope(Scopes.Generate).WithSummary("Render a timeline of stills and music, or a cut of clips")
            .WithDescription("In a timeline pictures cut and sound crossfades. A cut joins clips to the frame, with cuts or crossfades and music under them. "
                + "Ask the Location how far it is, or follow /api/events.")
            .ProducesProblem(400).ProducesProblem(422).Makes();
    }

    private static Task<Page<RenderView>> List(
        BacklotDb db, MediaLinks links, int? limit, string? cursor, CancellationToken ct)
    {
        var renders = db.RenderTasks.AsNoTracking();
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await renders.Where(r => r.Id < below).OrderByDescending(r => r.Id).Take(take).ToListAsync(ct))
                .ConvertAll(task => RenderView.Of(task, links)),
            task => task.Id);
    }

    private static async Task<RenderView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        RenderView.Of(await db.RenderTasks.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct)
            ?? throw Refusal.NotFound(), links);

    private static async Task<Accepted<RenderView>> Add(
        NewRender wanted, Caller caller, BacklotDb db, BlobStore blobs, CutOrder cuts, QueueRoom room, MediaLinks links, CancellationToken ct)
    {
        if (wanted.Timeline is null == wanted.Cut is null)
            throw Refusal.Invalid(new FieldError("/cut", "Give either a timeline of stills and music, or a cut of clips."));
        if (wanted.Timeline is { } timeline)
            await CheckAsync(timeline, db, blobs, ct);
        FilmOrder order = new(wanted.Timeline, wanted.Cut is { } cut ? await cuts.ResolveAsync(cut, ct) : null);
        await room.DemandAsync(ct);
        var task = Enqueue(db, order, caller.UserId, videoJobId: null, subject: null).Task;
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/renders/{task.Id}", RenderView.Of(task, links));
    }

    /// <summary>Adds a render task and its job to the context; the caller saves.</summary>
    public static (RenderTask Task, Job Job) Enqueue(BacklotDb db, Timeline timeline, Guid userId, Guid? videoJobId, Guid? subject) =>
        Enqueue(db, new FilmOrder(timeline, Cut: null), userId, videoJobId, subject);

    /// <summary>As the other, for a cut that is the film of a project.</summary>
    internal static RenderTask Enqueue(BacklotDb db, CutList cut, Guid userId, Guid projectId) =>
        Enqueue(db, new FilmOrder(Timeline: null, cut), userId, videoJobId: null, subject: null, projectId).Task;

    private static (RenderTask Task, Job Job) Enqueue(BacklotDb db, FilmOrder order, Guid userId, Guid? videoJobId, Guid? subject, Guid? projectId = null)
    {
        var task = new RenderTask
        {
            UserId = userId,
            VideoJobId = videoJobId,
            ProjectId = projectId,
            Resolution = order.Cut is { } cut ? $"{cut.Width}x{cut.Height}" : $"{order.Timeline?.Width}x{order.Timeline?.Height}",
            Timeline = order.ToJson(),
            Metadata = order.Cut is null ? "{}" : CutEstimate.Of(order.Cut).ToJson(),
        };
        db.RenderTasks.Add(task);
        return (task, db.Enqueue(new RenderFilm(task.Id), userId, subject ?? task.Id));
    }

    private static async Task CheckAsync(Timeline timeline, BacklotDb db, BlobStore blobs, CancellationToken ct)
    {
        try
        {
            timeline.Validate();
        }
        catch (ArgumentException wrong)
        {
            throw Refusal.Invalid(new FieldError("/timeline", wrong.Message));
        }
        await CheckAssetsAsync(timeline, db, blobs, ct);
    }

    /// <summary>A hash says nothing of ownership: each must be an asset of the caller, unknown or not.</summary>
    private static async Task CheckAssetsAsync(Timeline timeline, BacklotDb db, BlobStore blobs, CancellationToken ct)
    {
        var wanted = timeline.Parts.SelectMany(part => (string[])[part.ImageSha256, part.AudioSha256]).Distinct().ToList();
        var mine = await db.Assets.Where(a => wanted.Contains(a.Sha256 ?? ""))
            .Select(a => a.Sha256).Distinct().ToListAsync(ct);
        if (wanted.FirstOrDefault(sha256 => !mine.Contains(sha256) || !blobs.Holds(sha256)) is { } missing)
            throw Refusal.Invalid(new FieldError("/timeline/parts", $"There is no asset {missing}."));
    }
}
