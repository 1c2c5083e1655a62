using System.Net.Http.Json;
using Backlot.Generation.Caches;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Generation.Providers.OpenAi;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Generation.Providers;

public sealed class OpenAiPromptEmbedderTests(OpenAiPromptEmbedderTests.One one) : IClassFixture<OpenAiPromptEmbedderTests.One>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Prompts_that_come_together_go_together_and_are_billed_by_the_day()
    {
        var (embedder, time) = one.NewEmbedder();
        await one.Server.Database.RunAsync("delete from generations");

        var vectors = await MakeAsync(embedder, time, Enumerable.Range(0, 20).Select(n => $"a rooftop, {n}"));
        var again = await embedder.EmbedAsync(one.Server.OwnerId, "a rooftop, 7", Ct);
        await MakeAsync(embedder, time, ["a cellar"]);

        Assert.All(vectors.Index(), v => Assert.Equal(1f, v.Item[v.Index]));        // of the length 1, and whose it is
        Assert.Equal(vectors[7], again);
        Assert.Equal([20, 1], one.Fake.Requests.Select(request => request.Json.GetProperty("input").GetArrayLength()));
        // 105 tokens at 0.13 dollars a million are a thousandth of a cent; what is begun counts.
        Assert.Equal("openai text-embedding-3-large 0.0001 completed 2 105", await one.Server.Database.ValueAsync<string>(
            "select provider || ' ' || model || ' ' || cost || ' ' || status || ' ' || (metadata ->> 'calls') || ' ' || (metadata ->> 'tokens') from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_serves_those_who_have_a_key_in_use()
    {
        var (embedder, time) = one.NewEmbedder();
        var stranger = await one.Server.Database.AddUserAsync();

        Assert.True(await embedder.ServesAsync(one.Server.OwnerId, Ct));
        Assert.False(await embedder.ServesAsync(stranger, Ct));
        (await one.Server.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(IsActive: false), Ct)).EnsureSuccessStatusCode();
        Assert.False(await embedder.ServesAsync(one.Server.OwnerId, Ct));
        (await one.Server.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(IsActive: true), Ct)).EnsureSuccessStatusCode();
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await embedder.ServesAsync(one.Server.OwnerId, Ct));
        Assert.Equal("openai text-embedding-3-large", embedder.Name);
    }

    public static TheoryData<string> Faults => ["429", "500", "page", "hung up", "too short", "one is missing"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Faults))]
    public async Task One_that_fails_is_left_alone_for_a_while_and_the_built_in_one_serves(string fault)
    {
        var (embedder, time) = one.NewEmbedder();
        one.Fake.OrderFaults.Enqueue(fault switch
        {
            "429" => MakerReply.Error(429, """{"error": {"message": "Slow down"}}"""),
            "500" => MakerReply.Error(500, "{}"),
            "page" => MakerReply.Html(200),
            "hung up" => MakerReply.Reset,
            "too short" => MakerReply.Ok(EmbeddingFake.Vectors(1, dimensions: 1024)),
            _ => MakerReply.Ok(EmbeddingFake.Vectors(0)),
        });
        await Assert.ThrowsAsync<Refusal>(() => MakeAsync(embedder, time, ["a rooftop"]));

        Assert.False(await embedder.ServesAsync(one.Server.OwnerId, Ct));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await embedder.ServesAsync(one.Server.OwnerId, Ct));
        Assert.Single(await MakeAsync(embedder, time, ["a rooftop"]));
        Assert.Equal(2, one.Fake.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_caches_ask_it_first()
    {
        one.Fake.Restart();
        await using var scope = one.Server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = one.Server.OwnerId;

        var vector = await scope.ServiceProvider.GetRequiredService<PromptEmbedders>().EmbedAsync(one.Server.OwnerId, "a rooftop at dusk", Ct);

        Assert.Equal(("openai text-embedding-3-large", 1f), (vector.EmbeddedBy, vector.Numbers[0]));
        Assert.Single(one.Fake.Requests);
    }

    /// <summary>All at once; the time of gathering passes when all are there.</summary>
    private async Task<float[][]> MakeAsync(OpenAiPromptEmbedder embedder, SteppedTime time, IEnumerable<string> prompts)
    {
        Task<float[]>[] made = [.. prompts.Select(prompt => embedder.EmbedAsync(one.Server.OwnerId, prompt, Ct))];
        time.Advance(TimeSpan.FromMilliseconds(20));
        return await Task.WhenAll(made);
    }

    /// <summary>One server whose owner has a key.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        internal EmbeddingFake Fake { get; } = new();
        internal TestServer Server { get; private set; } = null!;

        /// <summary>One that remembers nothing yet, by a clock that stands.</summary>
        internal (OpenAiPromptEmbedder Embedder, SteppedTime Time) NewEmbedder()
        {
            Fake.Restart();
            var time = new SteppedTime();
            return (new(Server.Services.GetRequiredService<IServiceScopeFactory>(), Server.Services.GetRequiredService<ProviderHttp>(),
                Server.Services.GetRequiredService<ProviderCatalog>(), time), time);
        }

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.StartAsync(cluster, settings: given => Fake.Lead(given with { RunsJobs = false }));
            (await Server.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(MakerFake.Key), Ct)).EnsureSuccessStatusCode();
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Fake.DisposeAsync();
        }
    }
}
