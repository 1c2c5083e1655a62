using System.ComponentModel;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Storyboards;

/// <summary><c>/api/storyboards</c>: a project as one document, over the same rows.</summary>
internal static class StoryboardApi
{
    public static void MapStoryboardApi(this IEndpointRouteBuilder routes)
    {
        var storyboards = routes.MapGroup("/api/storyboards").WithTags("Studio").ProducesProblem(401);
        storyboards.MapGet("/", List).WithName("listStoryboards").WithSummary("Storyboards, newest first").ProducesProblem(400);
        storyboards.MapPost("/", Add).WithName("addStoryboard").WithSummary("Add a storyboard with its scenes")
            .ProducesProblem(400).ProducesProblem(422).Makes();
        storyboards.MapGet("/{id:guid}", Get).WithName("getStoryboard").WithSummary("One storyboard with its scenes").ProducesProblem(404).Versioned();
        storyboards.MapPatch("/{id:guid}", Edit).WithName("editStoryboard").WithSummary("Change a storyboard; for autosave, send what changed")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getStoryboard");
        storyboards.MapDelete("/{id:guid}", Delete).WithName("deleteStoryboard").WithSummary("Delete a storyboard with its scenes; shots stay in the library")
            .ProducesProblem(404).ChangesVersionOf("getStoryboard");
    }

    private static Task<Page<StoryboardSummary>> List(BacklotDb db,
        [Description("Only of this user; of another than yourself there is nothing to see.")] Guid? userId,
        [Text(200, MayBeEmpty = true), Description("Only those with this in their name, whatever its case.")] string? q,
        int? limit, string? cursor, CancellationToken ct)
    {
        var (projects, scenes) = (db.Projects.AsNoTracking(), db.Scenes);
        if (userId is not null)
            projects = projects.Where(p => p.UserId == userId);
        if (q is { Length: > 0 })
            projects = projects.Where(p => EF.Functions.ILike(p.Title, LikePattern.Containing(q), LikePattern.Escape));
        return Page.ReadAsync(limit, cursor,
            (below, take) => projects.Where(p => p.Id < below).OrderByDescending(p => p.Id).Take(take)
                .Select(p => new StoryboardSummary(p.Id, p.Title, p.ProjectType, p.PresetKey, p.Status,
                    scenes.Count(s => s.ProjectId == p.Id), p.CreatedAt, p.UpdatedAt)).ToListAsync(ct),
            storyboard => storyboard.Id);
    }

    private static async Task<StoryboardView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        (await Storyboard.ReadAsync(db, id, ct)).View(links);

    private static async Task<Created<StoryboardView>> Add(
        NewStoryboard wanted, Caller caller, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        var storyboard = Storyboard.Begin(db, wanted, caller);
        await writes.BeginProjectAsync(storyboard.Project, () =>
        {
            storyboard.Write(wanted.Character, wanted.Scenes, time.GetUtcNow());
            return Task.CompletedTask;
        }, ct);
        return TypedResults.Created($"/api/storyboards/{storyboard.Project.Id}", storyboard.View(links));
    }

    private static Task<StoryboardView> Edit(
        Guid id, StoryboardEdit edit, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time,
            CancellationToken ct) => writes.InProjectAsync(id, async project =>
    {
        var storyboard = await Storyboard.ReadAsync(db, id, ct);
        project.Title = edit.Name?.Trim() ?? project.Title;
        project.PresetKey = edit.PresetKey ?? project.PresetKey;
        project.ProjectType = edit.ProjectType ?? project.ProjectType;
        project.Status = edit.Status ?? project.Status;
        project.UpdatedAt = time.GetUtcNow();
        storyboard.Write(edit.Character, edit.Scenes, project.UpdatedAt);
        return storyboard.View(links);
    }, ct);

    private static async Task<NoContent> Delete(Guid id, StudioWrites writes, CancellationToken ct)
    {
        await writes.DeleteProjectAsync(id, ct);
        return TypedResults.NoContent();
    }
}
