using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Characters;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Scenes;

/// <summary>A shot that was made.</summary>
/// <param name="VideoAssetId">In the database, or added to the same context.</param>
/// <param name="ThumbnailAssetId">A picture of it.</param>
/// <param name="Prompt">The scene's words that it was made from.</param>
/// <param name="EnhancedPrompt">What the model was told instead, if it was.</param>
internal sealed record MadeShot(Guid VideoAssetId, Guid? ThumbnailAssetId, string Prompt, string? EnhancedPrompt, SceneParameters Parameters,
    double? DurationSeconds);

/// <summary>What is shot for scenes: every shot is kept as a version, and any of them can be brought back.</summary>
internal sealed class SceneShots(BacklotDb db, StudioWrites writes, TimeProvider time)
{
    /// <summary>Says that a shot is being made.</summary>
    /// <returns>The scene as it is then.</returns>
    /// <exception cref="Refusal">404: no such scene of the owner. 409: it is locked.</exception>
    public Task<Scene> BeginAsync(Guid sceneId, CancellationToken ct) => writes.InSceneAsync(sceneId, scene =>
    {
        scene.DemandUnlocked();
        (scene.Status, scene.UpdatedAt) = (SceneStatus.Generating, time.GetUtcNow());
        return Task.FromResult(scene);
    }, ct);

    /// <summary>Says that no shot came of it after all: the scene is what it was before. Nothing to do for one that was deleted or locked meanwhile.</summary>
    public async Task GiveUpAsync(Guid sceneId, CancellationToken ct)
    {
        if (!await db.Scenes.AnyAsync(s => s.Id == sceneId && s.Status == SceneStatus.Generating, ct))
            return;
        await writes.InSceneAsync(sceneId, scene =>
        {
            if (scene.Status == SceneStatus.Generating)
                (scene.Status, scene.UpdatedAt) = (scene.StatusByShot(), time.GetUtcNow());
            return Task.FromResult(scene);
        }, ct);
    }

    /// <summary>Adds a shot as the newest version, and shows it.</summary>
    /// <param name="shot">What the caller added to the context is saved with it.</param>
    /// <exception cref="Refusal">404: no such scene of the owner. 409: it is locked.</exception>
    public Task<SceneVersion> AddVersionAsync(Guid sceneId, MadeShot shot, CancellationToken ct) => writes.InSceneAsync(sceneId, async scene =>
    {
        scene.DemandUnlocked();
        var newest = await db.SceneVersions.Where(v => v.SceneId == sceneId).MaxAsync(v => (int?)v.VersionNumber, ct) ?? 0;
        var version = new SceneVersion
        {
            SceneId = sceneId, ProjectId = scene.ProjectId, UserId = scene.UserId, VersionNumber = newest + 1,
            Prompt = shot.Prompt, EnhancedPrompt = shot.EnhancedPrompt, Parameters = shot.Parameters, DurationSeconds = shot.DurationSeconds,
            VideoAssetId = shot.VideoAssetId, ThumbnailAssetId = shot.ThumbnailAssetId,
        };
        db.SceneVersions.Add(version);
        (scene.VideoAssetId, scene.ThumbnailAssetId, scene.Status) = (shot.VideoAssetId, shot.ThumbnailAssetId, SceneStatus.Complete);
        scene.IterationCount++;
        scene.UpdatedAt = time.GetUtcNow();
        await MeasureCharacters.EnqueueAsync(db, scene.ProjectId, time, ct);
        return version;
    }, ct);

    /// <summary>Brings a version back: its shot, and the words and parameters that it was made from. All versions stay.</summary>
    /// <exception cref="Refusal">404: no such scene of the owner, or no such version. 409: the scene is locked.</exception>
    public Task<Scene> RestoreAsync(Guid sceneId, int number, CancellationToken ct) => writes.InSceneAsync(sceneId, async scene =>
    {
        var version = await db.SceneVersions.AsNoTracking().SingleOrDefaultAsync(v => v.SceneId == sceneId && v.VersionNumber == number, ct)
            ?? throw Refusal.NotFound();
        scene.DemandUnlocked();
        (scene.Prompt, scene.EnhancedPrompt, scene.Enhancement) = (version.Prompt, version.EnhancedPrompt, null);
        (scene.Parameters, scene.DurationSeconds) = (version.Parameters, version.DurationSeconds);
        (scene.VideoAssetId, scene.ThumbnailAssetId, scene.Status) = (version.VideoAssetId, version.ThumbnailAssetId, SceneStatus.Complete);
        scene.UpdatedAt = time.GetUtcNow();
        await MeasureCharacters.EnqueueAsync(db, scene.ProjectId, time, ct);
        return scene;
    }, ct);
}
