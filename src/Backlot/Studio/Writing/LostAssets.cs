using Backlot.Library.Assets;
using Backlot.Platform.Database;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Formats;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Writing;

/// <summary>Takes assets that are about to be deleted out of all rows of the studio that show them, through the door: a
/// <see cref="BeforeAssetsGo"/>.</summary>
internal sealed class LostAssets(BacklotDb db, StudioWrites writes, TimeProvider time)
{
    public async Task TakeOutAsync(IReadOnlyList<Guid> assets, CancellationToken ct)
    {
        if (await ProjectsWithAsync(assets, ct) is { Count: > 0 } || await BrainsWith(assets).AnyAsync(ct) || await FormatsWith(assets).AnyAsync(ct))
            await writes.OnShelfAsync(async () =>
            {
                // Until none is left: while a lock is waited for, another project may come to show one.
                while (await ProjectsWithAsync(assets, ct) is { Count: > 0 } projects)
                    await writes.InProjectsAsync(projects, project => TakeOutOfAsync(project.Id, assets, ct), ct);
                foreach (var brain in await BrainsWith(assets).ToListAsync(ct))
                    (brain.ThumbnailAssetId, brain.UpdatedAt) = (null, time.GetUtcNow());
                foreach (var format in await FormatsWith(assets).ToListAsync(ct))
                    (format.ThumbnailAssetId, format.UpdatedAt) = (null, time.GetUtcNow());
                return true;
            }, ct);
    }

    private async Task TakeOutOfAsync(Guid project, IReadOnlyList<Guid> assets, CancellationToken ct)
    {
        foreach (var scene in await ScenesWith(assets).Where(s => s.ProjectId == project).ToListAsync(ct))
            scene.Lose(assets, time.GetUtcNow());
        foreach (var version in await VersionsWith(assets).Where(v => v.ProjectId == project).ToListAsync(ct))
            if (assets.Contains(version.VideoAssetId))
                db.SceneVersions.Remove(version);
            else
                version.ThumbnailAssetId = null;
        foreach (var character in await VoicesWith(assets).Where(c => c.ProjectId == project).ToListAsync(ct))
            (character.VoiceAssetId, character.UpdatedAt) = (null, time.GetUtcNow());
        await TakeOutOfPicturesAsync(project, assets, ct);
        await MeasureCharacters.EnqueueAsync(db, project, time, ct);
    }

    private async Task TakeOutOfPicturesAsync(Guid project, IReadOnlyList<Guid> assets, CancellationToken ct)
    {
        var pictures = await PicturesWith(assets).Where(i => i.ProjectId == project).ToListAsync(ct);
        db.CharacterImages.RemoveRange(pictures);
        var shown = pictures.ConvertAll(i => i.CharacterId);
        foreach (var character in await db.Characters.Where(c => shown.Contains(c.Id)).ToListAsync(ct))
            character.UpdatedAt = time.GetUtcNow();
    }

    private Task<List<Guid>> ProjectsWithAsync(IReadOnlyList<Guid> assets, CancellationToken ct) => ScenesWith(assets).Select(s => s.ProjectId)
        .Union(VersionsWith(assets).Select(v => v.ProjectId))
        .Union(VoicesWith(assets).Select(c => c.ProjectId))
        .Union(PicturesWith(assets).Select(i => i.ProjectId))
        .ToListAsync(ct);

    private IQueryable<Scene> ScenesWith(IReadOnlyList<Guid> assets) => db.Scenes.Where(s =>
        (s.VideoAssetId != null && assets.Contains(s.VideoAssetId.Value)) || (s.ThumbnailAssetId != null && assets.Contains(s.ThumbnailAssetId.Value)));

    private IQueryable<SceneVersion> VersionsWith(IReadOnlyList<Guid> assets) => db.SceneVersions.Where(v =>
        assets.Contains(v.VideoAssetId) || (v.ThumbnailAssetId != null && assets.Contains(v.ThumbnailAssetId.Value)));

    private IQueryable<Character> VoicesWith(IReadOnlyList<Guid> assets) =>
        db.Characters.Where(c => c.VoiceAssetId != null && assets.Contains(c.VoiceAssetId.Value));

    private IQueryable<CharacterImage> PicturesWith(IReadOnlyList<Guid> assets) => db.CharacterImages.Where(i => assets.Contains(i.AssetId));

    private IQueryable<Brain> BrainsWith(IReadOnlyList<Guid> assets) =>
        db.Brains.Where(b => b.UserId != null && b.ThumbnailAssetId != null && assets.Contains(b.ThumbnailAssetId.Value));

    private IQueryable<FormatTemplate> FormatsWith(IReadOnlyList<Guid> assets) =>
        db.FormatTemplates.Where(f => f.UserId != null && f.ThumbnailAssetId != null && assets.Contains(f.ThumbnailAssetId.Value));
}
