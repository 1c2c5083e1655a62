using System.Net.Http.Json;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Library.Similarity;
using Backlot.Platform.Http;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Films;

/// <summary>Films and photographs that cameras and studios made (Debian's opencv-doc), brought in as anybody would, and their numbers.</summary>
public sealed class RealFootageTests(TestCluster cluster) : IDisposable
{
    private const string Data = RealMedia.Folder;

    /// <summary>leuvenA and leuvenB are one street from two places, aloeL another thing.</summary>
    private static readonly string[] Names = ["vtest.avi", "Megamind.avi", "Megamind_bugy.avi", "tree.avi", "leuvenA.jpg", "leuvenB.jpg", "aloeL.jpg"];

    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 300_000)]
    public async Task Real_films_become_the_clips_that_an_eye_sees_with_scores_and_likenesses_that_make_sense()
    {
        await using var server = await TestServer.StartAsync(cluster);
        foreach (var name in Names)
            _footage.Add(name, await File.ReadAllBytesAsync(Path.Combine(Data, name), Ct));

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        Assert.Equal((7, 7, 0), (ended.Found, ended.Taken, ended.Refused));
        await server.Database.UntilAsync("""
            select (select count(*) from assets where kind = 'video' and derived_from is null and footage_read_at is not null) = 4
               and not exists (select from clips where composite_score is null or embedding is null)
            """);
        var assets = (await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items.ToDictionary(a => a.Filename);

        Facts(assets["vtest.avi"], 768, 576, 79.5, "10/1", hasAudio: false, bytes: 8_131_690);
        Facts(assets["Megamind.avi"], 720, 528, 11.303, "24000/1001", hasAudio: true, bytes: 1_189_270);
        // The same film damaged: its head says 9 s at 30 frames a second.
        Facts(assets["Megamind_bugy.avi"], 720, 528, 9.033, "30/1", hasAudio: false, bytes: 860_920);
        Assert.True(assets["tree.avi"].IsVariableFrameRate);
        Assert.Equal((1282, 1110), (assets["aloeL.jpg"].Width, assets["aloeL.jpg"].Height));
        var street = await ClipsAsync(server, assets["vtest.avi"]);
        var film = await ClipsAsync(server, assets["Megamind.avi"]);
        Assert.Equal((0, 79.5), (Assert.Single(street).StartTime, Math.Round(street[0].EndTime, 3)));
        // Cuts looked at by eye.
        Assert.Equal([0, 0.083, 4.129, 6.465, 8.383], film.Select(c => Math.Round(c.StartTime, 3)));
        Assert.Equal(["start", "cut", "cut", "cut", "cut"], film.Select(c => c.Opens));
        Assert.All(film.Concat(street), clip => Assert.InRange(clip.CompositeScore!.Value, 0, 1));
        // One look at a street for more than a minute has a worse shape for a clip than a trailer's shots.
        Assert.All(film.Skip(1), clip => Assert.True(clip.SceneScore > street[0].SceneScore));

        // The shot from 0.083 s is in the damaged copy as well.
        var like = (await server.Http.GetFromJsonAsync<SimilarClips>($"/api/clips/{film[1].Id}/similar?limit=50", Ct))!.Items;
        Assert.Equal(assets["Megamind_bugy.avi"].Id, like[0].AssetId);
        Assert.True(like[0].Similarity > 0.9, $"{like[0].Similarity}");
        Assert.True(like.First(c => c.AssetId == assets["Megamind.avi"].Id).Similarity > like.First(c => c.AssetId == assets["vtest.avi"].Id).Similarity);
    }

    private static void Facts(AssetView asset, int width, int height, double seconds, string rate, bool hasAudio, long bytes)
    {
        Assert.Equal((width, height, rate, false, bytes, hasAudio), (asset.Width, asset.Height, asset.FrameRate, asset.IsVariableFrameRate, asset.SizeBytes, asset.HasAudio));
        Assert.Equal(seconds, asset.DurationSeconds ?? 0, 0.01);
    }

    private static async Task<IReadOnlyList<ClipView>> ClipsAsync(TestServer server, AssetView asset) =>
        [.. (await server.Http.GetFromJsonAsync<Page<ClipView>>($"/api/assets/{asset.Id}/clips?limit=200", Ct))!.Items.OrderBy(c => c.StartTime)];
}
