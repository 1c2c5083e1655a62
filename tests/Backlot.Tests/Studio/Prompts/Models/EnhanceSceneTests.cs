using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Studio.Prompts;
using Backlot.Studio.Scenes;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Prompts.Models;

/// <summary>Enhanced prompts that a language model writes.</summary>
public sealed class EnhanceSceneTests(TestCluster cluster)
{
    private static readonly string Good = Json("Wide, low, slow push in.", "Lamplight on wet stone; the sea is heard below.");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("openai")]
    [InlineData("gemini")]
    public async Task A_model_writes_around_the_users_words_and_is_paid_once_for_it(string writer)
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(writer == "openai" ? OpenAiDialect.Chat(Good) : GeminiDialect.Answer(Good)));
        await using var server = await StartAsync(fake);
        var (_, scene) = await AddSceneAsync(server);

        Assert.Equal("completed ", await EnhanceAsync(server, scene, writer));
        Assert.Equal("completed ", await EnhanceAsync(server, scene, writer));

        var enhanced = await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene}");
        Assert.Equal("Wide, low, slow push in. Mara (wearing a yellow oilskin coat) climbs the stairs. Lamplight on wet stone; the sea is heard below.", enhanced.EnhancedPrompt);
        Assert.Equal(enhanced.EnhancedPrompt, enhanced.Enhancement!.Text);
        Assert.Equal([PromptAuthor.Model, PromptAuthor.User, PromptAuthor.Character, PromptAuthor.User, PromptAuthor.Model], enhanced.Enhancement.Parts.Select(p => p.By));
        Assert.Equal("Mara climbs the stairs", string.Concat(enhanced.Enhancement.Parts.Where(p => p.By == PromptAuthor.User).Select(p => p.Text)));
        Assert.StartsWith(writer + "/", enhanced.Enhancement.Writer, StringComparison.Ordinal);
        Assert.Equal("nudity, gore", enhanced.Enhancement.NegativePrompt);
        var asked = Assert.Single(fake.Requests);
        Assert.Contains("Scene: Mara climbs the stairs", asked.Json.ToString(), StringComparison.Ordinal);
        Assert.True(await server.Database.ValueAsync<decimal>("select cost from generations where kind = 'text'") > 0);

        await server.Http.SendAsync<OrderedEnhancement>(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement(writer, Anew: true), HttpStatusCode.Accepted);
        await UntilIdleAsync(server);
        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"opening": "", "closing": " "}""")]
    [InlineData("""{"opening": "Wide."}""")]
    [InlineData("Here you are!")]
    public async Task What_cannot_be_used_leaves_the_scene_as_it_is(string text)
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(text)));
        await using var server = await StartAsync(fake);
        var (_, scene) = await AddSceneAsync(server);

        Assert.StartsWith("failed OpenAI's answer cannot be used", await EnhanceAsync(server, scene, "openai"), StringComparison.Ordinal);

        Assert.Null((await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene}")).EnhancedPrompt);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("edit", "failed The scene's prompt was changed while it was being enhanced: enhance it again.")]
    [InlineData("lock", "failed The scene * is locked: unlock it before you change or delete it.")]
    [InlineData("delete", "failed The scene was deleted*")]
    public async Task What_becomes_of_the_scene_meanwhile_counts_more(string what, string ended)
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(Good)));
        fake.Arrived = _ =>
        {
            arrived.TrySetResult();
            return goOn.Task;
        };
        await using var server = await StartAsync(fake);
        var (_, scene) = await AddSceneAsync(server);

        var ordered = await server.Http.SendAsync<OrderedEnhancement>(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement("openai"), HttpStatusCode.Accepted);
        await arrived.Task.WaitAsync(Ct);
        using (var done = what switch
        {
            "edit" => await server.Http.PatchAsJsonAsync($"/api/scenes/{scene}", new SceneEdit("Mara sleeps"), Ct),
            "lock" => await server.Http.PostAsync(new Uri($"/api/scenes/{scene}/lock", UriKind.Relative), null, Ct),
            _ => await server.Http.DeleteAsync(new Uri($"/api/scenes/{scene}", UriKind.Relative), Ct),
        })
            done.EnsureSuccessStatusCode();
        goOn.SetResult();
        await UntilIdleAsync(server);

        Assert.Matches("^" + ended.Replace("*", ".*", StringComparison.Ordinal), await EndOfAsync(server, ordered.JobId));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from scenes where enhanced_prompt is not null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_ordered_is_said_at_once()
    {
        await using var fake = new FakeAnswerer(AskedReply.Reset);
        await using var server = await StartAsync(fake, "gemini");
        var (project, scene) = await AddSceneAsync(server);
        var empty = await server.Http.AddSceneAsync(project, new(""));

        Assert.Equal("key.missing", (await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement("openai"))).Code);
        Assert.Equal("scene.empty", (await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{empty.Id}/enhancements", new NewEnhancement("gemini"))).Code);
        Assert.Equal("not-found", (await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{Guid.CreateVersion7()}/enhancements", new NewEnhancement("gemini"))).Code);
        await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene}/lock");
        Assert.Equal("scene.locked", (await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement("gemini"))).Code);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs where kind = 'studio.enhance-scene'"));
    }

    private static string Json(string opening, string closing) => JsonSerializer.Serialize(new { opening, closing });

    private async Task<TestServer> StartAsync(FakeAnswerer fake, params string[] keys)
    {
        var server = await TestServer.StartAsync(cluster, settings: fake.Lead);
        foreach (var provider in keys is [] ? ["openai", "gemini"] : keys)
            (await server.Http.PutAsJsonAsync($"/api/keys/{provider}", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();
        return server;
    }

    private static async Task<(Guid Project, Guid Scene)> AddSceneAsync(TestServer server)
    {
        var project = (await server.Http.AddProjectAsync()).Id;
        await server.Http.AddCharacterAsync(project, new("Mara", new(Clothing: "a yellow oilskin coat")));
        return (project, (await server.Http.AddSceneAsync(project, new("Mara climbs the stairs"))).Id);
    }

    /// <returns>How the job ended: its status, and why.</returns>
    private static async Task<string> EnhanceAsync(TestServer server, Guid scene, string writer)
    {
        var ordered = await server.Http.SendAsync<OrderedEnhancement>(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement(writer), HttpStatusCode.Accepted);
        await UntilIdleAsync(server);
        return await EndOfAsync(server, ordered.JobId);
    }

    private static Task<string> EndOfAsync(TestServer server, Guid job) =>
        server.Database.ValueAsync<string>("select status || ' ' || coalesce(error_message, '') from jobs where id = $1", job);

    private static Task UntilIdleAsync(TestServer server) => server.Database.HurryUntilAsync(
        "select not exists (select from jobs where kind = 'studio.enhance-scene' and completed_at is null)");
}
