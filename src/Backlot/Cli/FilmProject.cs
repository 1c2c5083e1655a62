using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;

namespace Backlot.Cli;

/// <summary>Brings a project in line with its file: what is missing is added, what differs is changed, what is not in the file any more is taken out,
/// what is right is left alone.</summary>
internal sealed class FilmProject(BacklotClient client, FilmBrief brief)
{
    /// <exception cref="StartFailed">The server refused something; the sentence is its own.</exception>
    public async Task<BroughtProject> BringAsync(CancellationToken ct)
    {
        var brain = await BrainAsync(ct);
        var project = await ProjectAsync(brain, ct);
        await CharactersAsync(project.Id, ct);
        return new(project.Id, await ScenesAsync(project.Id, ct));
    }

    /// <returns>Its id; null if the film needs none.</returns>
    private async Task<Guid?> BrainAsync(CancellationToken ct)
    {
        if (brief.Brain is null && brief.BrainKey is null)
            return null;
        var known = await AllAsync<BrainSummary>("/api/brains", ct);
        if (brief.BrainKey is { } key)
            return known.Find(brain => brain.Key == key)?.Id
                ?? throw new StartFailed($"There is no brain '{key}': there are {string.Join(", ", known.Select(brain => brain.Key).OfType<string>().Order())}.");
        if (brief.Brain is not { } wanted)
            return null;
        if (known.Find(brain => brain.Key is null && brain.Name == wanted.Name) is not { } found)
            return (await client.PostAsync<BrainView>("/api/brains", wanted, ct)).Id;
        var brain = await client.GetAsync<BrainView>($"/api/brains/{found.Id}", ct);
        if (!Same(brain.Parameters, wanted.Parameters))
            await client.PatchAsync<BrainView>($"/api/brains/{found.Id}", new BrainEdit(Parameters: wanted.Parameters, Description: wanted.Description), ct);
        return found.Id;
    }

    private async Task<ProjectView> ProjectAsync(Guid? brain, CancellationToken ct)
    {
        var found = (await AllAsync<ProjectView>($"/api/projects?q={Uri.EscapeDataString(brief.Title)}", ct))
            .Find(project => project.Title == brief.Title && project.PresetKey == FilmBrief.PresetKey);
        if (found is null)
            return await client.PostAsync<ProjectView>("/api/projects",
                new NewProject(brief.Title, brief.ProjectType, FilmBrief.PresetKey, brain, Settings: brief.Settings), ct);
        return found.BrainId == brain && (brief.Settings is null || Same(found.Settings, brief.Settings))
            ? found
            : await client.PatchAsync<ProjectView>($"/api/projects/{found.Id}", new ProjectEdit(BrainId: brain, Settings: brief.Settings, WithoutBrain: brain is null), ct);
    }

    private async Task CharactersAsync(Guid project, CancellationToken ct)
    {
        var (wanted, there) = (brief.Characters ?? [], await AllAsync<CharacterView>($"/api/projects/{project}/characters", ct));
        foreach (var character in wanted)
            await CharacterAsync(project, there.Find(found => found.Name == character.Name.Trim()), character, ct);
        foreach (var gone in there.Where(found => wanted.All(character => character.Name.Trim() != found.Name)))
            await client.DeleteAsync($"/api/characters/{gone.Id}", ct);
    }

    private async Task CharacterAsync(Guid project, CharacterView? found, NewCharacter wanted, CancellationToken ct)
    {
        if (found is null)
            await client.PostAsync<CharacterView>($"/api/projects/{project}/characters", wanted, ct);
        else if (!IsAsWanted(found, wanted))
            await client.PatchAsync<CharacterView>($"/api/characters/{found.Id}",
                new CharacterEdit(null, wanted.Appearance, wanted.ReferenceImages, wanted.VoiceAssetId, wanted.VoiceDescription), ct);
    }

    /// <summary>What the file leaves out of one is left alone.</summary>
    private static bool IsAsWanted(CharacterView found, NewCharacter wanted) =>
        (wanted.Appearance is null || Same(found.Appearance, wanted.Appearance))
        && (wanted.ReferenceImages is null || wanted.ReferenceImages.SequenceEqual(found.ReferenceImages.Select(image => image.AssetId)))
        && (wanted.VoiceAssetId ?? found.VoiceAssetId) == found.VoiceAssetId
        && (wanted.VoiceDescription ?? found.VoiceDescription) == found.VoiceDescription;

    /// <summary>By their places: the third scene of the file is the third of the project.</summary>
    private async Task<IReadOnlyList<SceneView>> ScenesAsync(Guid project, CancellationToken ct)
    {
        var there = (await client.GetAsync<SceneList>($"/api/projects/{project}/scenes", ct)).Items;
        for (var i = 0; i < brief.Scenes.Count; i++)
        {
            var wanted = brief.Scenes[i];
            if (i >= there.Count)
                await client.PostAsync<SceneView>($"/api/projects/{project}/scenes", wanted, ct);
            else if (there[i].Prompt != wanted.Prompt || there[i].DurationSeconds != wanted.DurationSeconds || !Same(there[i].Parameters, wanted.Parameters ?? new()))
                await client.PatchAsync<SceneView>($"/api/scenes/{there[i].Id}", new SceneEdit(wanted.Prompt, wanted.Parameters ?? new(), wanted.DurationSeconds), ct);
        }
        foreach (var extra in there.Skip(brief.Scenes.Count))
            await client.DeleteAsync($"/api/scenes/{extra.Id}", ct);
        return (await client.GetAsync<SceneList>($"/api/projects/{project}/scenes", ct)).Items;
    }

    private async Task<List<T>> AllAsync<T>(string path, CancellationToken ct)
    {
        List<T> all = [];
        for (string? cursor = null; ;)
        {
            var page = await client.GetAsync<Page<T>>(path + (path.Contains('?') ? "&" : "?") + "limit=100" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"), ct);
            all.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                return all;
        }
    }

    private static bool Same<T>(T one, T other) =>
        JsonSerializer.Serialize(one, JsonSerializerOptions.Web) == JsonSerializer.Serialize(other, JsonSerializerOptions.Web);
}

/// <summary>A project that is as its file says.</summary>
internal sealed record BroughtProject(Guid Id, IReadOnlyList<SceneView> Scenes);
