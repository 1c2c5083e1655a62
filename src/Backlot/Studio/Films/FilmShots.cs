using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Films;

/// <summary>Finds the shots of a project's scenes.</summary>
internal static class FilmShots
{
    /// <returns>In the order of the scenes.</returns>
    /// <exception cref="Refusal">404: no such project; 409: it has no scenes, or some of them have no shot.</exception>
    public static async Task<IReadOnlyList<FilmShot>> ReadAsync(BacklotDb db, Guid projectId, CancellationToken ct)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == projectId, ct))
            throw Refusal.NotFound();
        var scenes = await db.Scenes.AsNoTracking().Where(s => s.ProjectId == projectId).OrderBy(s => s.OrderKey).ThenBy(s => s.Id)
            .Select(s => new { s.Id, s.VideoAssetId, s.DurationSeconds }).ToListAsync(ct);
        if (scenes.Count == 0)
            throw new Refusal(409, "film.no-scenes", "The project has no scenes yet: write some, and have them shot.");
        var ids = scenes.Select(s => s.VideoAssetId).OfType<Guid>().ToList();
        var films = await db.Assets.AsNoTracking()
            .Where(a => ids.Contains(a.Id) && a.Kind == AssetKind.Video && a.Status == AssetStatus.Ready).ToDictionaryAsync(a => a.Id, ct);
        var shots = scenes.ConvertAll(s => s.VideoAssetId is { } id && films.TryGetValue(id, out var film)
            ? new FilmShot(s.Id, film, Math.Min(film.DurationSeconds ?? 0, s.DurationSeconds ?? double.MaxValue))
            : null);
        RefuseUnshot([.. shots.Index().Where(shot => shot.Item is null).Select(shot => shot.Index + 1)]);
        return [.. shots.OfType<FilmShot>()];
    }

    private static void RefuseUnshot(IReadOnlyList<int> numbers)
    {
        if (numbers.Count == 0)
            return;
        var named = numbers.Count == 1 ? $"Scene {numbers[0]} has" : $"Scenes {string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]} have";
        throw new Refusal(409, "film.scenes-not-shot", $"{named} no shot yet: have {(numbers.Count == 1 ? "it" : "them")} shot first, or take {(numbers.Count == 1 ? "it" : "them")} out.");
    }
}
