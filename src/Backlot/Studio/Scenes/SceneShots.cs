using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Characters;
using Backlot.Studio.Shots;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Scenes;

/// <summary>A shot that was made.</summary>
/// <param name="VideoAssetId">In the database, or added to the same context.</param>
/// <param name="ThumbnailAssetId">A picture of it.</param>
/// <param name="Prompt">The scene's words that it was made from.</param>
/// <param name="EnhancedPrompt">What the model was told instead, if it was.</param>
/// <param name="AskedKey">See <see cref="SceneVersion.AskedKey"/>.</param>
internal sealed record MadeShot(Guid VideoAssetId, Guid? ThumbnailAssetId, string Prompt, string? EnhancedPrompt, SceneParameters Parameters,
    double? DurationSeconds, Guid AskedKey);

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

    /// <summary>Says that no shot came of it after all, in the transaction that ended its job. Nothing to do for one that was deleted or locked
    /// meanwhile.</summary>
    public async Task GiveUpAsync(Guid sceneId, CancellationToken ct)
    {
        if (!await db.Scenes.AnyAsync(s => s.Id == sceneId && s.Status == SceneStatus.Generating, ct))
            return;
        await writes.InSceneAsync(sceneId, async scene =>
        {
            if (scene.Status == SceneStatus.Generating)
                await SetStatusAsync(scene, ending: null, ct);
            return scene;
        }, ct);
    }

    /// <summary>Says that a shot is being made after all, in the transaction that put its job back. Nothing to do for one that was deleted or locked
    /// meanwhile.</summary>
    public async Task TakeUpAgainAsync(Guid sceneId, CancellationToken ct)
    {
        if (!await db.Scenes.AnyAsync(s => s.Id == sceneId && s.Status != SceneStatus.Locked, ct))
            return;
        await writes.InSceneAsync(sceneId, async scene =>
        {
            if (scene.Status != SceneStatus.Locked)
                await SetStatusAsync(scene, ending: null, ct);
            return scene;
        }, ct);
    }

    /// <summary>Lets a locked scene be changed again.</summary>
    /// <exception cref="Refusal">404: no such scene of the owner.</exception>
    public Task<Scene> UnlockAsync(Guid sceneId, CancellationToken ct) => writes.InSceneAsync(sceneId, async scene =>
    {
        if (scene.Status == SceneStatus.Locked)
            await SetStatusAsync(scene, ending: null, ct);
        return scene;
    }, ct);

    /// <summary>Whether the scene shows a shot that was ordered in the very same way.</summary>
    /// <param name="askedKey">See <see cref="SceneVersion.AskedKey"/>. Shots from before it was noted are known by the scene's own words, parameters and
    /// length.</param>
    public async Task<bool> ShowsAsync(Scene scene, Guid askedKey, CancellationToken ct)
    {
        var shown = await db.SceneVersions.AsNoTracking().Where(v => v.SceneId == scene.Id && v.VideoAssetId == scene.VideoAssetId && scene.VideoAssetId != null).ToListAsync(ct);
        return shown.Exists(v => v.AskedKey == askedKey
            || (v.AskedKey is null && (v.Prompt, v.Parameters, v.DurationSeconds) == (scene.Prompt, scene.Parameters, scene.DurationSeconds)));
    }

    /// <summary>Adds a shot as the newest version, and shows it.</summary>
    /// <param name="shot">What the caller added to the context is saved with it.</param>
    /// <param name="job">That had it made, and ends in the same transaction.</param>
    /// <exception cref="Refusal">404: no such scene of the owner. 409: it is locked.</exception>
    public Task<SceneVersion> AddVersionAsync(Guid sceneId, MadeShot shot, Guid job, CancellationToken ct) => writes.InSceneAsync(sceneId, async scene =>
    {
        scene.DemandUnlocked();
        var newest = await db.SceneVersions.Where(v => v.SceneId == sceneId).MaxAsync(v => (int?)v.VersionNumber, ct) ?? 0;
        var version = new SceneVersion
        {
            SceneId = sceneId, ProjectId = scene.ProjectId, UserId = scene.UserId, VersionNumber = newest + 1,
            Prompt = shot.Prompt, EnhancedPrompt = shot.EnhancedPrompt, Parameters = shot.Parameters, DurationSeconds = shot.DurationSeconds,
            VideoAssetId = shot.VideoAssetId, ThumbnailAssetId = shot.ThumbnailAssetId, AskedKey = shot.AskedKey,
        };
        db.SceneVersions.Add(version);
        (scene.VideoAssetId, scene.ThumbnailAssetId) = (shot.VideoAssetId, shot.ThumbnailAssetId);
        scene.IterationCount++;
        await SetStatusAsync(scene, job, ct);
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
        (scene.VideoAssetId, scene.ThumbnailAssetId) = (version.VideoAssetId, version.ThumbnailAssetId);
        await SetStatusAsync(scene, ending: null, ct);
        await MeasureCharacters.EnqueueAsync(db, scene.ProjectId, time, ct);
        return scene;
    }, ct);

    /// <summary>As it is when nobody locked it: while any order of it is under way it is being shot, whatever became of the others. Orders begin and
    /// end under the lock of its project, so that of two that end at once the later one sees the earlier one ended.</summary>
    /// <param name="ending">A job that ends with this transaction and is not marked so yet.</param>
    private async Task SetStatusAsync(Scene scene, Guid? ending, CancellationToken ct)
    {
        var isUnderWay = await db.Jobs.AnyAsync(j => j.Subject == scene.Id && j.Kind == MakeShot.Kind && j.CompletedAt == null && j.Id != ending, ct);
        scene.Status = isUnderWay ? SceneStatus.Generating : scene.VideoAssetId is null ? SceneStatus.Pending : SceneStatus.Complete;
        scene.UpdatedAt = time.GetUtcNow();
    }
}
