using System.Net;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Generation.Keys;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Who is to make an album, as it is asked for: what can be known to be wrong is said before any work.</summary>
public sealed class AlbumProviderRequestTests(TestCluster cluster, AlbumProviderRequestTests.One one) : IClassFixture<AlbumProviderRequestTests.One>
{
    private static readonly string[] OwnPrompts = [.. Enumerable.Range(1, 20).Select(n => $"{n} {new string('x', 290)}")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Refused => new()
    {
        { "an unknown one", "musicProvider: 'jukebox' is not known; choose dummy or mubert or beatoven." },
        { "one of another kind", "imageProviders/1: 'mubert' is not known; choose dummy or gemini or openai or leonardo." },
        { "a retired model", "imageProvider: gemini/gemini-2.5-flash-image was retired on 2026-10-02: take gemini/gemini-3.1-flash-image instead." },
        { "an unknown model", "musicProviders/0: beatoven has no model 'v9' here: choose v1." },
        { "a model of the built-in one", "musicProvider: dummy has no models to choose from; write dummy alone." },
        { "an unknown writer", "promptWriters/0: 'monkeys' is not known; choose openai or gemini or built-in." },
        { "one and several", "musicProvider: give either it or musicProviders." },
        { "prompts that are too long", "musicPrompts/0: mubert/v3 takes at most 255 characters, and this prompt has 292." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_nobody_can_make_is_refused_by_its_field(string what, string message)
    {
        using var reply = await PostAsync(one.Server.Http, AskFor(what));

        var problem = await reply.ProblemAsync(422, "invalid");
        Assert.Contains(message, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("mubert", "dummy")]
    [InlineData("dummy", "mubert")]
    public async Task Each_of_those_asked_needs_its_key(string first, string second)
    {
        using var reply = await PostAsync(one.Server.Http, AlbumRequests.OneMinute with { MusicProviders = [first, second] });

        Assert.Contains("mubert", (await reply.ProblemAsync(409, "key.missing")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await one.Server.Database.ValueAsync<long>("select count(*) from video_jobs"));
    }

    [Fact]
    public async Task A_channel_keeps_its_choice_and_its_albums_follow_it()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster, settings: given => given with { RunsJobs = false });
        await StoreKeysAsync(server, "leonardo", "gemini");
        using var made = await server.Http.PostAsJsonAsync("/api/channels",
            new NewChannel("Court", "medieval royal court", ImageProviders: ["leonardo", "gemini/gemini-3-pro-image", "dummy"]), Ct);
        var channel = (await made.Content.ReadFromJsonAsync<ChannelView>(Ct))!;

        var album = await server.Http.PostAlbumAsync(channel.Id, AlbumRequests.OneMinute);
        var other = await server.Http.PostAlbumAsync(channel.Id, AlbumRequests.OneMinute with { ImageProvider = "dummy", PromptWriters = ["dummy"] });

        Assert.Equal(["leonardo", "gemini/gemini-3-pro-image", "dummy"], channel.ImageProviders);
        Assert.Empty(channel.MusicProviders);
        Assert.All(album.Images, image => Assert.Equal(("leonardo", "gemini/gemini-3-pro-image dummy"), (image.Provider, string.Join(' ', image.Fallbacks))));
        Assert.All(album.Tracks, track => Assert.Equal(("dummy", 0), (track.Provider, track.Fallbacks.Count)));
        Assert.Equal("built-in", other.PromptsBy);
        Assert.All(other.Images, image => Assert.Equal(("dummy", 0), (image.Provider, image.Fallbacks.Count)));
    }

    [Fact]
    public async Task A_channels_choice_is_changed_taken_back_and_checked()
    {
        var id = await one.Server.Http.AddChannelAsync("Harbour");

        using var set = await one.Server.Http.PatchAsJsonAsync($"/api/channels/{id}", new ChannelEdit(MusicProviders: ["mubert", "dummy"], PromptWriters: ["gemini"]), Ct);
        using var bad = await one.Server.Http.PatchAsJsonAsync($"/api/channels/{id}", new ChannelEdit(ImageProviders: ["beatoven"]), Ct);
        using var back = await one.Server.Http.PatchAsJsonAsync($"/api/channels/{id}", new ChannelEdit(MusicProviders: []), Ct);

        await bad.ProblemAsync(422, "invalid");
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var channel = (await back.Content.ReadFromJsonAsync<ChannelView>(Ct))!;
        Assert.Empty(channel.MusicProviders);
        Assert.Equal(["gemini"], channel.PromptWriters);
    }

    /// <summary>Keys, and credits enough for an album.</summary>
    internal static async Task StoreKeysAsync(TestServer server, params string[] providers)
    {
        (await server.Http.PostAsJsonAsync($"/api/users/{server.OwnerId}/credits", new NewCredits(2000, "For albums"), Ct)).EnsureSuccessStatusCode();
        foreach (var provider in providers)
        {
            using var stored = await server.Http.PutAsJsonAsync($"/api/keys/{provider}",
                new NewKey(Generation.Fakes.MakerFake.Key, provider == "mubert" ? Generation.Fakes.MakerFake.Secret : null), Ct);
            Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(Ct));
        }
    }

    private static NewVideoJob AskFor(string what) => AlbumRequests.OneMinute with
    {
        MusicProvider = what switch { "an unknown one" => "jukebox", "a model of the built-in one" => "dummy/loud", "one and several" => "dummy", _ => null },
        MusicProviders = what switch { "an unknown model" => ["beatoven/v9"], "one and several" => ["dummy"], "prompts that are too long" => ["dummy", "mubert"], _ => null },
        ImageProvider = what == "a retired model" ? "gemini/gemini-2.5-flash-image" : null,
        ImageProviders = what == "one of another kind" ? ["dummy", "mubert"] : null,
        PromptWriters = what == "an unknown writer" ? ["monkeys"] : null,
        MusicPrompts = what == "prompts that are too long" ? OwnPrompts : null,
    };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, NewVideoJob wanted)
    {
        var channel = await http.AddChannelAsync("Court " + Guid.CreateVersion7());
        return await http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs", wanted, Ct);
    }

    /// <summary>One server for all of them.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ShortAlbums.StartServerAsync(cluster, settings: given => given with { RunsJobs = false });

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
