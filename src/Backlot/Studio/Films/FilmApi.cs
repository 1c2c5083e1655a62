using Backlot.Jobs;
using Backlot.Library;
using Backlot.Library.Cuts;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Films;

/// <summary>One version of a project's film.</summary>
/// <param name="Version">From 1, in the order in which they were asked for.</param>
/// <param name="Render">Its render task.</param>
public sealed record FilmView(int Version, RenderView Render);

/// <summary><c>/api/projects/{id}/compile</c> and <c>/films</c>: the scenes of a project as one film.</summary>
internal static class FilmApi
{
    public static void MapFilms(this IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/api/projects/{id:guid}").WithTags("Studio").ProducesProblem(401).ProducesProblem(404);
        projects.MapPost("/compile", Compile).WithName("compileProject").NeedsScope(Scopes.Generate).WithSummary("Put the shots of a project's scenes together as one film")
            .WithDescription("Each call makes a new version; one that would be the same as an earlier version gives that one back, with 200. Only what is new "
                + "is rendered. Ask the Location how far it is, or follow /api/events.")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).Makes();
        projects.MapGet("/films", List).WithName("listFilms").WithSummary("The versions of a project's film, newest first").ProducesProblem(400);
    }

    private static async Task<Results<Ok<FilmView>, Accepted<FilmView>>> Compile(
        Guid id, NewFilm wanted, Caller caller, BacklotDb db, CutOrder cuts, QueueRoom room, MediaLinks links, CancellationToken ct)
    {
        var plan = new FilmPlan(wanted, await FilmShots.ReadAsync(db, id, ct));
        var cut = await cuts.ResolveAsync(plan.ToCut(), ct, prefix: "");
        if (await SameAsync(db, id, cut, ct) is { } same)
            return TypedResults.Ok(await ViewAsync(db, same, links, ct));
        await room.DemandAsync(ct);
        var task = RenderApi.Enqueue(db, cut, caller.UserId, id);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/renders/{task.Id}", await ViewAsync(db, task, links, ct));
    }

    private static async Task<Page<FilmView>> List(Guid id, BacklotDb db, MediaLinks links, int? limit, string? cursor, CancellationToken ct)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == id, ct))
            throw Refusal.NotFound();
        var renders = db.RenderTasks.AsNoTracking().Where(r => r.ProjectId == id);
        return await Page.ReadAsync(limit, cursor,
            async (below, take) => (await renders.Where(r => r.Id < below).OrderByDescending(r => r.Id).Take(take)
                    .Select(r => new { Task = r, Version = renders.Count(earlier => earlier.Id <= r.Id) }).ToListAsync(ct))
                .ConvertAll(film => new FilmView(film.Version, RenderView.Of(film.Task, links))),
            film => film.Render.Id);
    }

    /// <summary>A version that is being made or was made of the same parts in the same way, and is still there.</summary>
    private static Task<RenderTask?> SameAsync(BacklotDb db, Guid projectId, CutList cut, CancellationToken ct)
    {
        var json = new FilmOrder(Timeline: null, cut).ToJson();
        return db.RenderTasks.AsNoTracking()
            .Where(r => r.ProjectId == projectId && r.Timeline == json && r.Status != RenderStatus.Failed
                && (r.Status != RenderStatus.Completed || r.OutputAssetId != null))
            .OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
    }

    private static async Task<FilmView> ViewAsync(BacklotDb db, RenderTask task, MediaLinks links, CancellationToken ct) => new(
        await db.RenderTasks.CountAsync(r => r.ProjectId == task.ProjectId && r.Id <= task.Id, ct), RenderView.Of(task, links));
}
