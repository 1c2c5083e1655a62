using Backlot.Platform;
using Backlot.Studio;
using Backlot.Studio.Prompts;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;

namespace Backlot.Cli;

/// <summary>Has the scenes of a project shot that are not shot as they are written, and tells of each why it was, or was not.</summary>
/// <param name="lookSeconds">How often it is asked how far the shots are.</param>
internal sealed class FilmShooting(BacklotClient client, FilmBrief brief, double lookSeconds = 0.5)
{
    /// <returns>What it cost, in US dollars.</returns>
    /// <exception cref="StartFailed">A scene could not be shot.</exception>
    public async Task<decimal> ShootAsync(BroughtProject project, CancellationToken ct)
    {
        List<OrderedScene> ordered = [];
        foreach (var scene in project.Scenes)
        {
            if (scene is { Status: SceneStatus.Locked, VideoAssetId: not null })
            {
                Console.WriteLine($"Scene {scene.SequenceNumber}: locked, its shot stays");
                continue;
            }
            // Brain, characters and neighbouring scenes come in by the enhanced prompt; one in the user's or a model's own words is theirs.
            if (scene.EnhancedPrompt is null || scene.Enhancement?.Writer == BuiltInSceneWriter.Name)
                await client.PostAsync<SceneView>($"/api/scenes/{scene.Id}/enhance", null, ct);
            var wanted = new NewSceneShot(brief.Resolution, Seed: brief.Seed, UnlessShot: true);
            if (scene.Parameters.ModelProvider is null)
                wanted = wanted with { Provider = brief.Provider, Model = brief.Model };
            if ((await client.PostAsync<Answer>($"/api/scenes/{scene.Id}/generate", wanted, ct)).JobId is { } job)
                ordered.Add(new(scene.SequenceNumber, job));
            else
                Console.WriteLine($"Scene {scene.SequenceNumber}: already shot");
        }
        return ordered.Count == 0 ? 0 : await FollowAsync(ordered, ct);
    }

    private async Task<decimal> FollowAsync(IReadOnlyList<OrderedScene> ordered, CancellationToken ct)
    {
        var shots = await ShotProgressBars.FollowAsync(
            ordered, shot => client.GetAsync<ShotStatusView>($"/api/video/status/{shot.JobId}", ct), TimeSpan.FromSeconds(lookSeconds), ct);
        foreach (var (scene, shot) in ordered.Zip(shots))
            Console.WriteLine($"Scene {scene.Number}: {Told(shot)}");
        var failed = ordered.Zip(shots).Where(pair => pair.Second.Status != "completed").Select(pair => pair.First.Number).ToList();
        return failed.Count == 0
            ? shots.Sum(shot => shot.Cost ?? 0)
            : throw new StartFailed($"Not shot: {string.Join(", ", failed.Select(number => $"scene {number}"))}. Run this again; what is shot stays.");
    }

    private static string Told(ShotStatusView shot) => (shot.Status, shot.ServedBy) switch
    {
        ("completed", "provider") => $"shot by {shot.Provider}",
        ("completed", var cache) => $"served from the {cache} cache, at no cost",
        _ => $"{shot.Status}: {shot.Error}",
    };

    /// <param name="JobId">Null where nothing was ordered: the scene shows just this shot.</param>
    private sealed record Answer(Guid? JobId);
}

/// <summary>A scene that is being shot.</summary>
internal sealed record OrderedScene(int Number, Guid JobId);
