using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Storyboards;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Scenes;

/// <summary>All scenes of a project.</summary>
/// <param name="Items">In their order.</param>
public sealed record SceneList([Items(0, StoryboardScene.Most)] IReadOnlyList<SceneView> Items);

/// <summary><c>/api/projects/{id}/scenes</c>.</summary>
internal static class ScenesOfProjectApi
{
    public static void MapScenesOfProjects(this IEndpointRouteBuilder routes)
    {
        var scenes = routes.MapGroup("/api/projects/{id:guid}/scenes").WithTags("Studio").ProducesProblem(401).ProducesProblem(404);
        scenes.MapGet("/", List).WithName("listScenes").WithSummary("All scenes of a project in their order").Versioned();
        scenes.MapPost("/", Add).WithName("addScene").WithSummary("Add a scene").ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).Makes();
        scenes.MapPut("/order", Order).WithName("orderScenes").WithSummary("Put the scenes of a project into another order; locked ones may move")
            .ProducesProblem(400).ProducesProblem(422).ChangesVersionOf("listScenes");
    }

    private static async Task<SceneList> List(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == id, ct))
            throw Refusal.NotFound();
        return new([.. (await InOrder(db, id).AsNoTracking().ToListAsync(ct)).Select((scene, place) => SceneView.Of(scene, place + 1, links))]);
    }

    private static async Task<Created<SceneView>> Add(
        Guid id, NewScene wanted, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        var scene = await writes.InProjectAsync(id, async project =>
        {
            var there = await InOrder(db, id).Select(s => new { s.Id, s.OrderKey }).ToListAsync(ct);
            if (there.Count >= StoryboardScene.Most)
                throw new Refusal(409, "project.full", $"The project has {there.Count} scenes, as many as there may be: delete one, or begin another project.");
            var place = wanted.After is { } after ? there.FindIndex(s => s.Id == after) + 1 : there.Count;
            FieldChecks.Demand(wanted.After is null || place > 0, "after", "name a scene of this project, or leave it out to add the last one.");
            var keys = OrderKey.Insert([.. there.Select(s => s.OrderKey)], place);
            var moved = there.Zip(keys.Where((_, i) => i != place)).Where(scene => scene.First.OrderKey != scene.Second)
                .ToDictionary(scene => scene.First.Id, scene => scene.Second);
            if (moved.Count > 0)
                await InOrder(db, id).ForEachAsync(s => s.MoveTo(moved.GetValueOrDefault(s.Id, s.OrderKey), time.GetUtcNow()), ct);
            var scene = new Scene
            {
                ProjectId = id, UserId = project.UserId, OrderKey = keys[place], Prompt = wanted.Prompt,
                Parameters = wanted.Parameters ?? new(), DurationSeconds = wanted.DurationSeconds, UpdatedAt = time.GetUtcNow(),
            };
            db.Scenes.Add(scene);
            return scene;
        }, ct);
        return TypedResults.Created($"/api/scenes/{scene.Id}", await SceneApi.Get(scene.Id, db, links, ct));
    }

    private static async Task<SceneList> Order(
        Guid id, SceneOrder wanted, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.InProjectAsync(id, async project =>
        {
            var scenes = await InOrder(db, id).ToDictionaryAsync(s => s.Id, ct);
            FieldChecks.Demand(wanted.SceneIds.Count == scenes.Count && wanted.SceneIds.Distinct().Count(scenes.ContainsKey) == scenes.Count,
                "sceneIds", $"name each of the project's {scenes.Count} scenes once.");
            var ordered = wanted.SceneIds.Select(sceneId => scenes[sceneId]).ToList();
            foreach (var (scene, key) in ordered.Zip(OrderKey.Rearrange([.. ordered.Select(s => (string?)s.OrderKey)])))
                scene.MoveTo(key, time.GetUtcNow());
            return project;
        }, ct);
        return await List(id, db, links, ct);
    }

    private static IOrderedQueryable<Scene> InOrder(BacklotDb db, Guid projectId) =>
        db.Scenes.Where(s => s.ProjectId == projectId).OrderBy(s => s.OrderKey).ThenBy(s => s.Id);
}
