using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Prompts;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Scenes;

/// <summary>The built-in writer, with what the project knows.</summary>
public sealed class EnhanceTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task An_enhanced_prompt_says_who_added_what_and_goes_when_the_words_change()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var brain = (await server.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?key=rain-noir")).Items[0];
        var project = (await server.Http.AddProjectAsync(new("The lighthouse", BrainId: brain.Id))).Id;
        await server.Http.AddCharacterAsync(project, new("Mara", new("in her sixties", Clothing: "a yellow oilskin coat")));
        await server.Http.AddSceneAsync(project, new("A lighthouse in a storm at night, seen from the sea"));
        var scene = await server.Http.AddSceneAsync(project, new("Mara climbs the stairs with a heavy box", new(CameraAngle: -0.8)));
        await server.Http.AddSceneAsync(project, new("Mara at the lamp"));

        var enhanced = await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/enhance");
        var again = await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/enhance");
        var longer = await server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit(DurationSeconds: 9));
        var own = await server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit(EnhancedPrompt: "Quite my own"));
        var rewritten = await server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit("Mara stumbles"));

        Assert.Equal(enhanced.EnhancedPrompt, string.Concat(enhanced.Enhancement!.Parts.Select(p => p.Text)));
        Assert.Equal(enhanced.Prompt, string.Concat(enhanced.Enhancement.Parts.Where(p => p.By == PromptAuthor.User).Select(p => p.Text)));
        Assert.Contains(enhanced.Enhancement.Parts, p => p is { By: PromptAuthor.Character, Source: "Mara", Text: " (in her sixties, wearing a yellow oilskin coat)" });
        Assert.Contains(enhanced.Enhancement.Parts, p => p is { By: PromptAuthor.Neighbour, Source: "scene 1" } && p.Text.Contains("it is still night and outside the storm goes on", StringComparison.Ordinal));
        Assert.Contains(enhanced.Enhancement.Parts, p => p is { By: PromptAuthor.Parameters, Source: "cameraAngle" } && p.Text.Contains("far below", StringComparison.Ordinal));
        Assert.Contains(enhanced.Enhancement.Parts, p => p is { By: PromptAuthor.Brain, Source: "Rain Noir" });
        Assert.Equal(enhanced.EnhancedPrompt, again.EnhancedPrompt);
        Assert.Equal(enhanced.EnhancedPrompt, longer.EnhancedPrompt);
        Assert.Equal(("Quite my own", null), (own.EnhancedPrompt, own.Enhancement));
        Assert.Equal((null, null), (rewritten.EnhancedPrompt, rewritten.Enhancement));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_without_words_is_not_enhanced()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new(""));

        var refused = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/enhance");

        Assert.Equal((422, "scene.empty"), (refused.Status, refused.Code));
    }
}
