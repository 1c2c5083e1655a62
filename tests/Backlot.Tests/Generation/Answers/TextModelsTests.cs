using System.Net.Http.Json;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Studio.Scenes;
using Backlot.Tests.Studio;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Answers;

/// <summary>Models that write, as the list of models and <c>BACKLOT_ANALYSIS_MODELS</c> have them.</summary>
public sealed class TextModelsTests(TestCluster cluster)
{
    private const string Listed = """
        {
          "openai": {"text": {
            "gpt-5.6-luna": {"retiredOn": "2026-01-31", "replacedBy": "openai/gpt-6"},
            "gpt-6": {"price": [{"per": "millionInputTokens", "usd": 2}, {"per": "millionOutputTokens", "usd": 8}], "approximate": true}
          }},
          "gemini": {"text": {"gemini-3.8-flash": {"retiredOn": "2026-01-31", "replacedBy": "openai/gpt-6"}}}
        }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_that_is_alive_writes_at_the_price_of_the_list_unless_the_setting_names_another()
    {
        var path = await FileAsync();
        var given = new Settings { DataFolder = "/none", ProvidersFile = path };

        Assert.Equal(new("gpt-6", new(2, 8, 0)), Models(given).Of("openai"));
        Assert.Equal(new("gpt-5.6-luna", new(0.2m, 1.2m, 0)), Models(given with { ProvidersFile = null }).Of("openai"));
        Assert.Equal(new("own", new(1, 3, 0)), Models(given with { AnalysisModels = Named("gemini.text", "own@1/3") }).Of("gemini"));
        Assert.Equal(["own", "gpt-5.6-luna", "gpt-6"], Models(given with { AnalysisModels = Named("openai.text", "own@1/3") }).All("openai").Select(m => m.Name));
        Assert.Equal("openai/gpt-5.6-luna was retired on 2026-01-31: take openai/gpt-6 instead.",
            Assert.Throws<Refusal>(() => Models(given with { AnalysisModels = Named("openai.text", "gpt-5.6-luna@1/3") }).Of("openai")).Message);
        Assert.Equal("model.retired", Assert.Throws<Refusal>(() => Models(given).Of("gemini")).Code);
    }

    [Fact]
    public void A_writer_that_nobody_knows_stops_the_start() => Assert.Equal(
        "BACKLOT_TEXT_PROVIDERS names 'kling': choose openai, gemini or dummy, parted by commas.",
        Assert.Throws<StartFailed>(() => new AnswerModels(new Settings { DataFolder = "/none", TextProviders = ["openai", "kling"] })).Message);

    [Fact(Timeout = 60_000)]
    public async Task What_is_retired_is_listed_with_its_day_and_cannot_be_ordered()
    {
        var path = await FileAsync();
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { ProvidersFile = path });
        (await server.Http.PutAsJsonAsync("/api/keys/gemini", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new("Mara climbs the stairs"));

        var listed = (await server.Http.SendAsync<ProviderList>(HttpMethod.Get, "/api/providers")).Items.Where(p => p.Kind == "text").ToDictionary(p => p.Name);
        var refused = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/enhancements", new NewEnhancement("gemini"));

        Assert.Equal((true, false), (listed["openai"].IsAlive, listed["gemini"].IsAlive));
        Assert.Equal([("gpt-5.6-luna", false, new DateOnly(2026, 1, 31)), ("gpt-6", true, null)],
            listed["openai"].Models.Select(m => (m.Name, m.IsAlive, m.RetiredOn)));
        Assert.Equal([("million_input_tokens", 2m), ("million_output_tokens", 8m)], listed["openai"].Models[1].Prices.Select(p => (p.Per, p.Usd)));
        Assert.Equal((422, "model.retired", "gemini/gemini-3.8-flash was retired on 2026-01-31: take openai/gpt-6 instead."), (refused.Status, refused.Code, refused.Detail));
    }

    private static TextModels Models(Settings settings) => new(new AnswerModels(settings), new ProviderCatalog(settings, TimeProvider.System));

    private static Dictionary<string, string> Named(string name, string model) => new() { [name] = model };

    private static async Task<string> FileAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"backlot-catalog-{Guid.CreateVersion7():N}.json");
        await File.WriteAllTextAsync(path, Listed, Ct);
        return path;
    }
}
