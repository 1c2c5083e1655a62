using Backlot.Generation;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Studio.Scenes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary><c>/api/video</c>, and the shots of scenes.</summary>
internal static class ShotApi
{
    public static void MapShots(this IEndpointRouteBuilder routes)
    {
        var video = routes.MapGroup("/api/video").WithTags("Shots").ProducesProblem(401);
        video.MapPost("/generate", Order).WithName("generateVideo").NeedsScope(Scopes.Generate).WithSummary("Have a shot made")
            .WithDescription("What it is taken to cost is set aside, and what it took is paid when it is made. Ask the Location how far it is, or follow /api/events.")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503).Spends();
        video.MapGet("/status/{jobId:guid}", Status).WithName("getVideoStatus").WithSummary("How far a shot is").ProducesProblem(404);
        routes.MapPost("/api/scenes/{id:guid}/generate", OrderOfScene).WithTags("Shots").WithName("generateScene").NeedsScope(Scopes.Generate)
            .WithSummary("Have a scene shot: the shot becomes its newest version")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(402).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503).Spends();
    }

    private static async Task<Accepted<OrderedShotView>> Order(NewShot wanted, Caller caller, ShotDesk desk, CancellationToken ct) =>
        At(await desk.OrderAsync(caller.UserId, wanted, ct));

    private static async Task<Results<Ok<SceneView>, Accepted<OrderedShotView>>> OrderOfScene(
        Guid id, NewSceneShot wanted, Caller caller, ShotDesk desk, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        await desk.OrderAsync(caller.UserId, id, wanted, ct) is { } ordered ? At(ordered) : TypedResults.Ok(await SceneApi.Get(id, db, links, ct));

    private static async Task<ShotStatusView> Status(Guid jobId, BacklotDb db, MediaLinks links, CancellationToken ct)
    {
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == jobId && j.Kind == MakeShot.Kind, ct) ?? throw Refusal.NotFound();
        return ShotStatusView.Of(job, await db.Generations.AsNoTracking().Where(g => g.JobId == jobId && g.Kind == GenerationKind.Video).OrderByDescending(g => g.Id).FirstOrDefaultAsync(ct), links);
    }

    private static Accepted<OrderedShotView> At(OrderedShotView ordered) => TypedResults.Accepted($"/api/video/status/{ordered.JobId}", ordered);
}
