using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Backlot.Channels;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Channels.Albums;

/// <summary>From a brief to a film, through the API.</summary>
public sealed class AlbumTests(TestCluster cluster, AlbumTests.Composed composed) : IClassFixture<AlbumTests.Composed>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_brief_becomes_a_film_with_chapters_and_an_export_folder()
    {
        Assert.Equal("planned", composed.Seen[0].Status);
        string[] flow = ["planned", "generating_music", "generating_image", "rendering", "ready_for_export", "completed"];
        var statuses = composed.Seen.ConvertAll(seen => seen.Status);
        Assert.Equal(statuses, statuses.OrderBy(status => Array.IndexOf(flow, status)));
        var fractions = composed.Seen.ConvertAll(seen => seen.Progress.Fraction);
        Assert.Equal(fractions, fractions.Order());

        var album = await composed.Server.Http.AlbumAsync(composed.Album.Id);
        Assert.Equal("completed", album.Status);
        Assert.Equal(1, album.Progress.Fraction);
        Assert.InRange(album.DurationSeconds!.Value, 60 - 0.04, 60 + 0.04);
        Assert.Equal(20, album.Chapters.Count);
        Assert.All(album.Tracks.Concat(album.Images), part => Assert.True(part.Done));
        await AssertExportAsync(album);
        await AssertRangesAsync(composed.Server.Http, album);
        Assert.Empty(Directory.GetFileSystemEntries(composed.Server.Folder.Temp));
    }

    [Fact]
    public async Task A_replaced_part_is_made_anew_and_the_rest_comes_from_the_cache()
    {
        var (server, first) = (composed.Server, await composed.Server.Http.AlbumAsync(composed.Album.Id));

        var answered = await server.Http.ReplaceAsync(first.Id, "images/3", new());
        Assert.Equal("generating_image", answered.Status);
        Assert.NotNull(answered.VideoUrl);      // the old film stays until the new one is there
        var second = await server.Http.UntilCompletedAsync(first.Id);
        var metadata = second.Renders[0].Metadata;
        Assert.Equal(1, metadata.GetProperty("picturesEncoded").GetInt32());
        Assert.True(metadata.GetProperty("soundFromCache").GetBoolean());
        Assert.NotEqual(Asset(first.Images[2].Url), Asset(second.Images[2].Url));
        Assert.Equal(Assets(first.Images, except: 3), Assets(second.Images, except: 3));
        Assert.Equal(Assets(first.Tracks), Assets(second.Tracks));
        Assert.NotEqual(Asset(first.VideoUrl), Asset(second.VideoUrl));

        await server.Http.ReplaceAsync(first.Id, "tracks/5", new(Prompt: "Dark organ, 60 bpm, C minor, cathedral reverb", Title: "A New One"));
        var third = await server.Http.UntilCompletedAsync(first.Id);
        Assert.Equal(0, third.Renders[0].Metadata.GetProperty("picturesEncoded").GetInt32());
        Assert.False(third.Renders[0].Metadata.GetProperty("soundFromCache").GetBoolean());
        Assert.Equal("A New One", third.Chapters[4].Title);
        Assert.Equal(Assets(second.Tracks, except: 5), Assets(third.Tracks, except: 5));

        // Back to what it was: that intent was fulfilled before, so nothing is made.
        await server.Http.ReplaceAsync(first.Id, "images/3", new(Seed: first.Images[2].Seed));
        var fourth = await server.Http.UntilCompletedAsync(first.Id);
        Assert.Equal(Asset(first.Images[2].Url), Asset(fourth.Images[2].Url));
    }

    [Fact]
    public async Task Own_files_become_a_film_that_plays_them_in_the_order_of_their_names()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        var (tracks, images) = await SampleMedia.MakeTwentyAsync(server.Folder.Temp);

        var ordered = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with { TracksFolder = tracks, ImagesFolder = images, Fit = Backlot.Rendering.Fit.Letterbox });
        var album = await server.Http.UntilCompletedAsync(ordered.Id);

        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"Piece {n}"), album.Chapters.Select(c => c.Title));
        Assert.All(album.Tracks, track => Assert.Equal("import", track.Provider));
        var sum = album.Tracks.Sum(t => t.DurationSeconds!.Value) - 19;
        Assert.InRange(album.DurationSeconds!.Value, sum - 20 * 0.04, sum + 0.04);
        Assert.Equal(20, Directory.GetFiles(tracks).Length);        // taken in, not taken away

        // The same bytes again are the same assets.
        var again = await server.Http.PostAlbumAsync(ordered.ChannelId, AlbumRequests.OneMinute with { TracksFolder = tracks });
        var second = await server.Http.UntilAsync(again.Id, seen => seen.Tracks.All(track => track.Url is not null));
        Assert.Equal(Assets(album.Tracks), Assets(second.Tracks));
    }

    private static async Task AssertExportAsync(VideoJobView album)
    {
        Assert.Equal(["description.txt", "licences.txt", "metadata.json", "thumbnail.jpg", "video.mp4"],
            Directory.GetFiles(album.OutputDirectory).Select(Path.GetFileName).Order());
        var description = await File.ReadAllLinesAsync(Path.Combine(album.OutputDirectory, "description.txt"), Ct);
        var chapters = description.Where(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d+:\d\d ")).ToList();
        Assert.Equal("0:00 " + album.Chapters[0].Title, chapters[0]);
        Assert.Equal(20, chapters.Count);
        var probe = await ChildProcess.RunAsync(new("ffprobe", "-v", "error", "-show_chapters", "-show_entries", "stream=codec_name,width,height",
            "-of", "compact", Path.Combine(album.OutputDirectory, "video.mp4")), Ct);
        Assert.Contains("codec_name=h264|width=1920|height=1080", probe.Stdout, StringComparison.Ordinal);
        foreach (var chapter in album.Chapters)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"start_time={chapter.StartSeconds:0.000}"), probe.Stdout, StringComparison.Ordinal);
    }

    private static async Task AssertRangesAsync(HttpClient http, VideoJobView album)
    {
        using var anonymous = ContractHandler.NewClient(http.BaseAddress!);
        var whole = await anonymous.GetByteArrayAsync(album.VideoUrl, Ct);
        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(album.OutputDirectory, "video.mp4"), Ct)), SHA256.HashData(whole));
        using var request = new HttpRequestMessage(HttpMethod.Get, album.VideoUrl) { Headers = { Range = new RangeHeaderValue(1000, 1999) } };
        using var part = await anonymous.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal($"bytes 1000-1999/{whole.Length}", part.Content.Headers.ContentRange?.ToString());
        Assert.Equal(whole[1000..2000], await part.Content.ReadAsByteArrayAsync(Ct));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, album.VideoUrl) { Headers = { Range = new RangeHeaderValue(whole.Length, null) } };
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await anonymous.SendAsync(beyond, Ct)).StatusCode);
        var forged = album.VideoUrl!.Replace("signature=", "signature=A", StringComparison.Ordinal);
        await (await anonymous.GetAsync(forged, Ct)).ProblemAsync(404, "not-found");
    }

    /// <summary>An album with built-in pieces and scenes, as it was seen from its order on until it was there.</summary>
    public sealed class Composed(TestCluster cluster) : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;
        internal List<VideoJobView> Seen { get; } = [];
        internal VideoJobView Album => Seen[^1];

        public async ValueTask InitializeAsync()
        {
            Server = await ShortAlbums.StartServerAsync(cluster, composed: true);
            Seen.Add(await Server.Http.AddAlbumAsync(AlbumRequests.OneMinute));
            await Server.Http.UntilAsync(Seen[0].Id, seen =>
            {
                Seen.Add(seen);
                return seen.Status == "completed";
            });
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private static string? Asset(string? url) => url?.Split('/')[2];

    private static List<string?> Assets(IReadOnlyList<PartView> parts, int except = 0) =>
        [.. parts.Where(p => p.OrderIndex != except).Select(p => Asset(p.Url))];
}
