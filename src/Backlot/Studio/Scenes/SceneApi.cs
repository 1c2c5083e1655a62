using System.ComponentModel;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Prompts;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Scenes;

/// <summary><c>/api/scenes</c>.</summary>
internal static class SceneApi
{
    public static void MapScenes(this IEndpointRouteBuilder routes)
    {
        var scenes = routes.MapGroup("/api/scenes").WithTags("Studio").ProducesProblem(401).ProducesProblem(404);
        scenes.MapGet("/{id:guid}", Get).WithName("getScene").WithSummary("One scene").Versioned();
        scenes.MapPatch("/{id:guid}", Edit).WithName("editScene").WithSummary("Change a scene")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getScene");
        scenes.MapDelete("/{id:guid}", Delete).WithName("deleteScene").WithSummary("Delete a scene; its shots stay in the library").ProducesProblem(409)
            .ChangesVersionOf("getScene");
        scenes.MapPost("/{id:guid}/lock", Lock).WithName("lockScene").WithSummary("Lock a scene: nobody changes it until it is unlocked").Makes();
        scenes.MapPost("/{id:guid}/unlock", Unlock).WithName("unlockScene").WithSummary("Unlock a scene").Makes();
        scenes.MapPost("/{id:guid}/enhance", Enhance).WithName("enhanceScene")
            .WithSummary("Write the enhanced prompt: what brain, characters, neighbouring scenes and parameters add to your words").Makes();
        scenes.MapGet("/{id:guid}/versions", Versions).WithName("listSceneVersions").WithSummary("All shots that were made for a scene, newest first")
            .ProducesProblem(400);
        scenes.MapPost("/{id:guid}/restore/{version:int}", Restore).WithName("restoreSceneVersion")
            .WithSummary("Bring a shot back, with the words and parameters that it was made from").Makes();
    }

    internal static async Task<SceneView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct)
    {
        var scenes = db.Scenes;
        var found = await scenes.AsNoTracking().Where(s => s.Id == id).Select(scene => new
        {
            scene,
            before = scenes.Count(s => s.ProjectId == scene.ProjectId
                && (string.Compare(s.OrderKey, scene.OrderKey) < 0 || (s.OrderKey == scene.OrderKey && s.Id < scene.Id))),
        }).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        return SceneView.Of(found.scene, found.before + 1, links);
    }

    private static async Task<SceneView> Edit(
        Guid id, SceneEdit edit, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.InSceneAsync(id, scene =>
        {
            scene.DemandUnlocked();
            scene.Rewrite(edit.Prompt ?? scene.Prompt, edit.Parameters ?? scene.Parameters, edit.DurationSeconds ?? scene.DurationSeconds);
            if (edit.EnhancedPrompt is { } own)
                (scene.EnhancedPrompt, scene.Enhancement) = (own, null);
            scene.UpdatedAt = time.GetUtcNow();
            return Task.FromResult(scene);
        }, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, StudioWrites writes, CancellationToken ct)
    {
        await writes.InSceneAsync(id, scene =>
        {
            scene.DemandUnlocked();
            db.Scenes.Remove(scene);
            return Task.FromResult(scene);
        }, ct);
        return TypedResults.NoContent();
    }

    private static async Task<SceneView> Lock(Guid id, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.InSceneAsync(id, scene =>
        {
            if (scene.Status != SceneStatus.Locked)
                (scene.Status, scene.UpdatedAt) = (SceneStatus.Locked, time.GetUtcNow());
            return Task.FromResult(scene);
        }, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<SceneView> Unlock(Guid id, BacklotDb db, SceneShots shots, MediaLinks links, CancellationToken ct)
    {
        await shots.UnlockAsync(id, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<SceneView> Enhance(Guid id, BacklotDb db, Enhancing enhancing, MediaLinks links, CancellationToken ct)
    {
        await enhancing.RunAsync(id, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<Page<SceneVersionView>> Versions(Guid id, BacklotDb db, MediaLinks links, int? limit, string? cursor, CancellationToken ct)
    {
        var scene = await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw Refusal.NotFound();
        return await Page.ReadAsync(limit, cursor, async (below, take) =>
            (await db.SceneVersions.AsNoTracking().Where(v => v.SceneId == id && v.Id < below).OrderByDescending(v => v.Id).Take(take).ToListAsync(ct))
                .ConvertAll(version => SceneVersionView.Of(version, scene.VideoAssetId, links)), version => version.Id);
    }

    private static async Task<SceneView> Restore(
        Guid id, [Between(1, int.MaxValue), Description("The number of the version.")] int version, BacklotDb db, SceneShots shots, MediaLinks links,
            CancellationToken ct)
    {
        await shots.RestoreAsync(id, version, ct);
        return await Get(id, db, links, ct);
    }
}
