using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Prompts;

/// <summary>Has a scene's enhanced prompt written, from all that the project knows.</summary>
internal sealed class Enhancing(BacklotDb db, StudioWrites writes, TimeProvider time)
{
    /// <summary>Writes it by the built-in writer, and keeps it with the scene; the same words as before change nothing.</summary>
    /// <exception cref="Refusal">404: no such scene of the owner. 409: it is locked. 422: it has no words yet.</exception>
    public Task<Scene> RunAsync(Guid sceneId, CancellationToken ct) => writes.InSceneAsync(sceneId, async scene =>
    {
        scene.DemandUnlocked();
        DemandWords(scene);
        var written = BuiltInSceneWriter.Write(await ContextOfAsync(scene, ct));
        if (scene.Enhancement?.IsSameAs(written) != true)
            (scene.EnhancedPrompt, scene.Enhancement, scene.UpdatedAt) = (written.Text, written, time.GetUtcNow());
        return scene;
    }, ct);

    /// <exception cref="Refusal">422: it has no words yet.</exception>
    public static void DemandWords(Scene scene)
    {
        if (string.IsNullOrWhiteSpace(scene.Prompt))
            throw new Refusal(422, "scene.empty", "The scene has no prompt yet: write what is to be seen, then enhance it.");
    }

    /// <summary>Keeps what another writer wrote.</summary>
    /// <param name="prompt">That it was written for.</param>
    /// <exception cref="Refusal">404: the scene is gone. 409: it is locked, or says something else by now.</exception>
    public Task<Scene> KeepAsync(Guid sceneId, string prompt, Enhancement written, CancellationToken ct) => writes.InSceneAsync(sceneId, scene =>
    {
        scene.DemandUnlocked();
        if (scene.Prompt != prompt)
            throw new Refusal(409, "scene.changed", "The scene's prompt was changed while it was being enhanced: enhance it again.");
        (scene.EnhancedPrompt, scene.Enhancement, scene.UpdatedAt) = (written.Text, written, time.GetUtcNow());
        return Task.FromResult(scene);
    }, ct);

    /// <summary>What is not to be seen in a scene: as it was written with its enhanced prompt, else what brain and settings want left out.</summary>
    public async Task<string?> NegativeAsync(Scene scene, CancellationToken ct) =>
        scene is { EnhancedPrompt: not null, Enhancement: { } written } ? written.NegativePrompt : BuiltInSceneWriter.Negative(await ContextOfAsync(scene, ct));

    /// <summary>What a writer is told of a scene.</summary>
    public async Task<SceneToEnhance> ContextOfAsync(Scene scene, CancellationToken ct)
    {
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Id == scene.ProjectId, ct);
        var scenes = await db.Scenes.AsNoTracking().Where(s => s.ProjectId == scene.ProjectId).OrderBy(s => s.OrderKey).ThenBy(s => s.Id)
            .Select(s => new { s.Id, s.Prompt }).ToListAsync(ct);
        var place = scenes.FindIndex(s => s.Id == scene.Id);
        return new(scene.Prompt, scene.Parameters, scene.DurationSeconds, place + 1, scenes.Count,
            [.. scenes.Take(place).Select(s => s.Prompt)], place + 1 < scenes.Count ? scenes[place + 1].Prompt : null,
            await db.Characters.AsNoTracking().Where(c => c.ProjectId == scene.ProjectId).OrderBy(c => c.Id).ToListAsync(ct),
            await db.Brains.AsNoTracking().Where(b => b.Id == project.BrainId).Select(b => new NamedBrain(b.Name, b.Parameters)).SingleOrDefaultAsync(ct),
            project.Settings);
    }
}
