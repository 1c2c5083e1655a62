using System.Net.Http.Json;
using Backlot.Channels;
using Backlot.Platform.Http;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels;

public sealed class ChannelApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_channel_is_found_by_its_whole_name_in_any_case_even_with_signs_that_patterns_use()
    {
        await using var server = await TestServer.StartAsync(cluster);
        foreach (var name in new[] { "Piano_100% calm", "PianoX100Y calm", @"Back\slash" })
            using (await server.Http.PostAsJsonAsync("/api/channels", new { name, brandNiche = "piano" }, Ct)) { }

        Assert.Equal(["Piano_100% calm"], await NamesAsync(server, "piano_100%25 CALM"));
        Assert.Equal([@"Back\slash"], await NamesAsync(server, @"back%5Cslash"));
        Assert.Empty(await NamesAsync(server, "%25"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_title_made_from_a_long_niche_ends_between_characters()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var channel = await server.Http.AddChannelAsync();

        using var reply = await server.Http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs",
            new { targetDurationMinutes = 60, niche = "a" + string.Concat(Enumerable.Repeat("🎬", 60)) }, Ct);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, reply.StatusCode);
        Assert.Equal("A" + string.Concat(Enumerable.Repeat("🎬", 49)), await server.Database.ValueAsync<string>("select title from video_jobs"));
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestServer server, string name) =>
        (await server.Http.GetFromJsonAsync<Page<ChannelView>>($"/api/channels?name={name}", Ct))?.Items.Select(c => c.Name) ?? [];
}
