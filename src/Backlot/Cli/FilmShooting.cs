using Backlot.Platform;
using Backlot.Platform.Http;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;

namespace Backlot.Cli;

/// <summary>Has the scenes of a project shot that are not shot as they are written, and tells of each why it was, or was not.</summary>
internal sealed class FilmShooting(BacklotClient client, FilmBrief brief)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <returns>What it cost, in US dollars.</returns>
    /// <exception cref="StartFailed">A scene could not be shot.</exception>
    public async Task<decimal> ShootAsync(BroughtProject project, CancellationToken ct)
    {
        List<OrderedScene> ordered = [];
        foreach (var scene in project.Scenes)
        {
            if (await IsShotAsync(scene, ct))
            {
                Console.WriteLine($"Scene {scene.SequenceNumber}: already shot");
                continue;
            }
            // Brain, characters and neighbouring scenes come in by the enhanced prompt.
            if (scene.EnhancedPrompt is null)
                await client.PostAsync<SceneView>($"/api/scenes/{scene.Id}/enhance", null, ct);
            var wanted = new NewSceneShot(brief.Resolution, Provider: brief.Provider, Seed: brief.Seed);
            ordered.Add(new(scene.SequenceNumber, (await client.PostAsync<OrderedShotView>($"/api/scenes/{scene.Id}/generate", wanted, ct)).JobId));
        }
        return ordered.Count == 0 ? 0 : await FollowAsync(ordered, ct);
    }

    /// <summary>Its shot was made from the words that it has now.</summary>
    private async Task<bool> IsShotAsync(SceneView scene, CancellationToken ct)
    {
        if (scene.VideoAssetId is null)
            return false;
        var versions = await client.GetAsync<Page<SceneVersionView>>($"/api/scenes/{scene.Id}/versions?limit=100", ct);
        return versions.Items.FirstOrDefault(version => version.IsShown) is { } shown
            && (shown.Prompt, shown.Parameters, shown.DurationSeconds) == (scene.Prompt, scene.Parameters, scene.DurationSeconds);
    }

    private async Task<decimal> FollowAsync(IReadOnlyList<OrderedScene> ordered, CancellationToken ct)
    {
        var shots = await ShotProgressBars.FollowAsync(ordered, shot => client.GetAsync<ShotStatusView>($"/api/video/status/{shot.JobId}", ct), Look, ct);
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
}

/// <summary>A scene that is being shot.</summary>
internal sealed record OrderedScene(int Number, Guid JobId);
