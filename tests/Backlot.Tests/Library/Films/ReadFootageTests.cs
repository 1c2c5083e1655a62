using System.Net;
using System.Net.Http.Json;
using System.Text;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Films;

/// <summary>A film that comes in becomes clips with pictures, and is served in the forms that players want.</summary>
public sealed class ReadFootageTests(TestCluster cluster) : IDisposable
{
    private const string Place = "+48.8577+002.2950/";

    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task A_film_becomes_clips_with_thumbnails_sprites_and_vectors_and_is_served_without_its_place()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await FilmAsync("film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "use_metadata_tags", "-metadata", $"location={Place}");
        Assert.Contains(Place, Text(await File.ReadAllBytesAsync(_footage.At("film.mp4"), Ct)), StringComparison.Ordinal);

        var film = await ReadAsync(server);
        var clips = (await server.Http.GetFromJsonAsync<Page<ClipView>>($"/api/assets/{film.Id}/clips", Ct))!.Items;

        Assert.Equal(("video", "320x240", "25/1", false, true), (film.Kind, film.Resolution, film.FrameRate, film.IsVariableFrameRate, film.HasAudio));
        Assert.InRange(film.DurationSeconds ?? 0, 5.9, 6.1);
        Assert.True(film.Metadata.GetProperty("loudness").GetProperty("integratedLufs").GetDouble() < 0);
        Assert.Equal([0, 2, 4], clips.Select(c => Math.Round(c.StartTime, 1)));
        Assert.Equal(["start", "cut", "cut"], clips.Select(c => c.Opens));
        Assert.Equal(3, await server.Database.ValueAsync<long>(
            "select count(*) from clips where abs(sqrt((select sum(x * x) from unnest(embedding::real[]) as x)) - 1) < 0.001"));
        Assert.All(clips, clip => Assert.Equal("backlot/1", clip.EmbeddedBy));
        Assert.All(clips, clip => Assert.InRange(clip.Signals.GetProperty("brightness").GetDouble(), 0.01, 0.99));
        foreach (var picture in clips.SelectMany(c => (string?[])[c.ThumbnailUrl, c.SpriteUrl]).Concat([film.Links!.Thumbnail, film.Links.Sprite]))
            Assert.Equal([0xff, 0xd8, 0xff], (await BytesAsync(server, picture, "image/jpeg"))[..3]);
        foreach (var form in (string?[])[film.Links.Original, film.Links.Player])
            Assert.DoesNotContain(Place, Text(await BytesAsync(server, form, "video/mp4")), StringComparison.Ordinal);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from assets where variant = 'proxy'"));
        Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_film_that_browsers_do_not_play_gets_a_proxy_and_all_of_it_goes_with_the_film()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await FilmAsync("film.avi", "-c:v", "mpeg4", "-c:a", "mp3");

        var film = await ReadAsync(server);
        await server.Database.UntilAsync("select exists (select from assets where variant = 'proxy')");
        var proxy = await BytesAsync(server, film.Links!.Player, "video/mp4");
        Assert.Equal("ftyp", Text(proxy[4..8]));

        using var deleted = await server.Http.DeleteAsync(new Uri($"/api/assets/{film.Id}", UriKind.Relative), Ct);
        using var gone = await server.Http.GetAsync(film.Links.Player, Ct);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from assets) + (select count(*) from clips)"));
    }

    [Fact(Timeout = 180_000)]
    public async Task Read_again_a_film_has_its_clips_once()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await FilmAsync("film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-an");
        await ReadAsync(server);

        await server.Database.RunAsync("update assets set footage_read_at = null where kind = 'video'");
        var job = await server.Database.ValueAsync<Guid>("""
            insert into jobs (id, user_id, kind, queue, payload, max_attempts)
            select gen_random_uuid(), user_id, 'library.read-footage', 'footage', jsonb_build_object('assetId', id), 3 from assets where kind = 'video' returning id
            """);
        await server.Database.UntilAsync("select status = 'completed' from jobs where id = $1", job);

        Assert.Equal(3, await server.Database.ValueAsync<long>("select count(*) from clips"));
        Assert.Equal(7, await server.Database.ValueAsync<long>("select count(*) from assets where derived_from is not null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_is_served_without_its_place()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await SampleMedia.MakePictureAsync(_footage.At("picture.jpg"), 64, 48, 0);
        var plain = await File.ReadAllBytesAsync(_footage.At("picture.jpg"), Ct);
        // A comment, as some cameras write their place into.
        _footage.Add("picture.jpg", [.. plain[..2], 0xff, 0xfe, 0, 20, .. Encoding.ASCII.GetBytes(Place), .. plain[2..]]);
        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        Assert.Equal(1, ended.Taken);

        var picture = Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);

        Assert.DoesNotContain(Place, Text(await BytesAsync(server, picture.Links!.Original, "image/jpeg")), StringComparison.Ordinal);
        Assert.Equal((64, 48), (picture.Width, picture.Height));
    }

    /// <summary>Three shots of two seconds that nobody takes for one another, with a tone.</summary>
    private async Task FilmAsync(string name, params string[] encoder)
    {
        var made = await ChildProcess.RunAsync(new("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i",
            "testsrc2=s=320x240:r=25:d=2[a];mandelbrot=s=320x240:r=25,trim=duration=2,hue=h=120[b];smptebars=s=320x240:r=25:d=2[c];[a][b][c]concat=n=3",
            "-f", "lavfi", "-i", "sine=f=330:d=6", .. encoder, _footage.At(name),
        ]), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        Footage.Age(_footage.At(name));
    }

    private async Task<AssetView> ReadAsync(TestServer server)
    {
        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        Assert.True(ended.Taken == 1, string.Join(", ", (await Footage.FilesAsync(server.Http, ended.Id, "refused")).Select(f => f.Reason)));
        await server.Database.UntilAsync("select exists (select from assets where footage_read_at is not null)");
        return Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
    }

    private static async Task<byte[]> BytesAsync(TestServer server, string? link, string type)
    {
        using var stranger = server.NewClient();
        using var reply = await stranger.GetAsync(link, Ct);
        Assert.True(reply.IsSuccessStatusCode, $"{link} answered {reply.StatusCode}");
        Assert.Equal(type, reply.Content.Headers.ContentType?.MediaType);
        return await reply.Content.ReadAsByteArrayAsync(Ct);
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
