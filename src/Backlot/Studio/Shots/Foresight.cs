using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Studio.Prompts;
using Microsoft.EntityFrameworkCore;
using Beat = Backlot.Studio.Formats.Beat;

namespace Backlot.Studio.Shots;

/// <summary>After each shot of a film that follows a format: says which scenes will probably be shot next, and has them made ahead where the
/// project allows spending on it.</summary>
internal sealed class Foresight(BacklotDb db, PredictedScenes predicted, Casting casting, Enhancing enhancing, Offers offers, BlobStore blobs)
{
    /// <summary>How many scenes are foreseen, and how many steps of the user's earlier films are looked at.</summary>
    private const int Most = 3, StepsLookedAt = 1000;

    /// <summary>In the transaction that keeps a scene's shot.</summary>
    /// <param name="shown">The version that it became.</param>
    public async Task LookAheadAsync(MakeShot made, SceneVersion shown, CancellationToken ct)
    {
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Id == shown.ProjectId, ct);
        if (project.FormatId is not { } formatId || await db.FormatTemplates.AsNoTracking().SingleOrDefaultAsync(f => f.Id == formatId, ct) is not { } format)
            return;
        var beats = format.BeatStructure.OrderBy(b => b.Sequence).ToList();
        var scenes = await db.Scenes.AsNoTracking().Where(s => s.ProjectId == project.Id).OrderBy(s => s.OrderKey).ThenBy(s => s.Id).ToListAsync(ct);
        // A scene that was added between two beats belongs to the one before it.
        if (scenes.Take(scenes.FindIndex(s => s.Id == shown.SceneId) + 1).LastOrDefault(s => PlaceOf(s.Beat, beats) is not null) is not { } told)
            return;
        var next = beats.ToDictionary(beat => beat.Sequence, beat => scenes.Find(s => s.Beat == beat.Name && IsWritten(s, beat)));
        var likely = NextScenes.After([.. beats.Select(b => new Generation.Caches.Predicted.Beat(b.Sequence, next[b.Sequence] is { } scene ? WordsOf(scene) : ""))],
            PlaceOf(told.Beat, beats), await StepsAsync(formatId, beats, ct), Most).Where(scene => scene.Beat.Prompt.Length > 0).ToList();
        if (await predicted.KeepAsync(db.Owner, project.Id, shown.SceneId, likely, ct) is not { } prediction || project.Settings.MakeAhead is not { } leave)
            return;
        var shots = new List<ShotSpec>();
        foreach (var scene in likely.Select(l => next[l.Beat.Sequence]).OfType<Scene>())
            if (await ShotAsync(made, scene, project, ct) is { } shot)
                shots.Add(shot);
        if (shots.Count == 0)
            return;
        db.Enqueue(new MakeAhead(prediction, made.Choices, shots, new OrderContext(project.Id, null, project.Settings.BudgetUsd), leave), db.Owner);
        await db.SaveChangesAsync(ct);
    }

    /// <returns>Null: those who made this one cannot make that.</returns>
    private async Task<ShotSpec?> ShotAsync(MakeShot made, Scene scene, Project project, CancellationToken ct)
    {
        try
        {
            var shot = made.Shot.For(WordsOf(scene), await enhancing.NegativeAsync(scene, ct), scene.DurationSeconds, await casting.OfAsync(scene, project.Settings, ct));
            var order = shot.Order(blobs, cast: []);
            return shot.WithCastFor(await offers.OfAsync(db.Owner, made.Makers, order, ct), order);
        }
        catch (Refusal)
        {
            return null;
        }
    }

    /// <summary>In the user's own words, and not shot yet.</summary>
    private static bool IsWritten(Scene scene, Beat beat) =>
        scene is { VideoAssetId: null, Status: SceneStatus.Pending } && !string.IsNullOrWhiteSpace(scene.Prompt) && scene.Prompt.Trim() != beat.PromptStarter.Trim();

    private static string WordsOf(Scene scene) => scene.EnhancedPrompt ?? scene.Prompt;

    private static int? PlaceOf(string? beat, IReadOnlyList<Beat> beats) => beats.FirstOrDefault(b => b.Name == beat)?.Sequence;

    /// <returns>How far each shot went on in the owner's films of this format: 1 for the next beat, 0 for the same.</returns>
    private async Task<IReadOnlyList<int>> StepsAsync(Guid formatId, IReadOnlyList<Beat> beats, CancellationToken ct)
    {
        var shot = await db.SceneVersions.AsNoTracking().Where(v => v.VersionNumber == 1)
            .Join(db.Scenes, v => v.SceneId, s => s.Id, (v, s) => new { v.CreatedAt, s.ProjectId, s.Beat })
            .Join(db.Projects.Where(p => p.FormatId == formatId), s => s.ProjectId, p => p.Id, (s, _) => s)
            .OrderByDescending(s => s.CreatedAt).Take(StepsLookedAt).ToListAsync(ct);
        return [.. shot.GroupBy(s => s.ProjectId, (_, film) => film.OrderBy(s => s.CreatedAt).Select(s => PlaceOf(s.Beat, beats)).OfType<int>().ToList())
            .SelectMany(film => film.Zip(film.Skip(1), (one, other) => other - one))];
    }
}
