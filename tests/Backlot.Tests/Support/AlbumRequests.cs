using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Channels;
using Backlot.Channels.Albums;

namespace Backlot.Tests.Support;

/// <summary>What a client of the API does with albums.</summary>
internal static class AlbumRequests
{
    public static NewVideoJob OneMinute => new(TargetDurationMinutes: 1, Niche: "medieval royal court", MoodKeywords: ["calm"], Seed: 7);

    public static async Task<Guid> AddChannelAsync(this HttpClient http, string name = "Court")
    {
        using var reply = await http.PostAsJsonAsync("/api/channels", new NewChannel(name, "medieval royal court"), Ct);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        return (await reply.Content.ReadFromJsonAsync<ChannelView>(Ct))!.Id;
    }

    public static async Task<VideoJobView> AddAlbumAsync(this HttpClient http, NewVideoJob wanted) =>
        await http.PostAlbumAsync(await http.AddChannelAsync(), wanted);

    public static async Task<VideoJobView> PostAlbumAsync(this HttpClient http, Guid channelId, NewVideoJob wanted)
    {
        using var reply = await http.PostAsJsonAsync($"/api/channels/{channelId}/video-jobs", wanted, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<VideoJobView>(Ct))!;
    }

    public static async Task<VideoJobView> AlbumAsync(this HttpClient http, Guid id) =>
        (await http.GetFromJsonAsync<VideoJobView>($"/api/video-jobs/{id}", Ct))!;

    /// <summary>Waits for one of the states, and fails at once when the album fails instead.</summary>
    public static async Task<VideoJobView> UntilAsync(this HttpClient http, Guid id, Func<VideoJobView, bool> reached)
    {
        while (true)
        {
            var album = await http.AlbumAsync(id);
            if (reached(album))
                return album;
            Assert.True(album.Status != "failed", album.Error);
            await Task.Delay(100, Ct);
        }
    }

    public static Task<VideoJobView> UntilCompletedAsync(this HttpClient http, Guid id) => http.UntilAsync(id, album => album.Status == "completed");

    public static async Task<VideoJobView> ReplaceAsync(this HttpClient http, Guid id, string part, PartReplacement with)
    {
        using var reply = await http.PutAsJsonAsync($"/api/video-jobs/{id}/{part}", with, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<VideoJobView>(Ct))!;
    }

    /// <summary>Asserts a problem document.</summary>
    /// <returns>Its body.</returns>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage reply, int status, string code)
    {
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True((int)reply.StatusCode == status, text);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
