using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels.Albums;

/// <summary>A whole album of which others make everything, from the order to the exported film.</summary>
public sealed class OrderedAlbumTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task An_album_by_others_has_the_planned_length_each_maker_and_every_licence_and_is_paid_for_once()
    {
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync()) { ReadyAfter = 1 };
        // Plain waves take fewer programs; MP3, as it is ordered, is the matter of OrderedPartTests.
        var wave = await MadeOnce.BytesAsync(".wav", "-f", "lavfi", "-i", "sine=f=330:r=44100:d=6", "-ac", "2");
        await using var mubert = new MubertFake(wave) { ReadyAfter = 1 };
        await using var openai = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(JsonSerializer.Serialize(new
        {
            parts = Enumerable.Range(1, 20).Select(n => new { title = $"Evening {n}", music = $"lute {n}", picture = $"hall {n}" }),
        }))));
        await using var server = await ShortAlbums.StartServerAsync(cluster, settings: given => Lead(given, openai, leonardo, mubert));
        await AlbumProviderRequestTests.StoreKeysAsync(server, "leonardo", "mubert");
        (await server.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();

        var album = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with
        {
            MusicProviders = ["mubert", "dummy"], ImageProviders = ["leonardo", "dummy"], PromptWriters = ["openai"],
        });
        album = await server.Http.UntilCompletedAsync(album.Id);

        Assert.Equal(60, album.DurationSeconds!.Value, 0.05);
        Assert.Equal((20, 20, 1), (mubert.Paid, leonardo.Paid, openai.Requests.Count));
        Assert.All(album.Tracks, track => Assert.Equal(("mubert", $"lute {track.OrderIndex}"), (track.Provider, track.Prompt)));
        Assert.All(album.Images, image => Assert.Equal(("leonardo", $"hall {image.OrderIndex}"), (image.Provider, image.Prompt)));
        Assert.Equal([.. Enumerable.Range(1, 20).Select(n => $"Evening {n}")], album.Chapters.Select(chapter => chapter.Title));
        var licences = await File.ReadAllTextAsync(Path.Combine(album.OutputDirectory, "licences.txt"), Ct);
        Assert.Equal(20, licences.Split("(mubert): Made with Mubert under your own licence").Length - 1);
        Assert.Equal(20, licences.Split("(leonardo): Made with Leonardo.Ai under your own account").Length - 1);
        // 20 tracks at 0.49, 20 pictures at 0.0147 (what the provider says), and the prompts.
        var costs = await server.Http.GetFromJsonAsync<JsonElement>("/api/costs?groupBy=provider", Ct);
        Assert.Equal(["leonardo 0.2940", "mubert 9.8000"], costs.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("key").GetString() != "openai")
            .Select(item => $"{item.GetProperty("key").GetString()} {item.GetProperty("spentUsd").GetRawText()}"));
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    private static Settings Lead(Settings given, FakeAnswerer openai, params MakerFake[] makers)
    {
        var led = OrderedAlbum.Lead(given, makers);
        return led with
        {
            OutboundAllow = AllowedTargets.Parse(string.Join(',', makers.SelectMany(maker => maker.Hosts).Append($"127.0.0.1:{openai.Port}"))),
            ProviderUrls = new Dictionary<string, string>(led.ProviderUrls) { ["openai"] = $"http://127.0.0.1:{openai.Port}/v1" },
        };
    }
}
