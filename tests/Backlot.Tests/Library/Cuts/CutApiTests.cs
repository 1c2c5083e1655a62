using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Library;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Library.Cuts;
using Backlot.Platform.Http;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Cuts;

/// <summary>Clips of a caller become one film; what is another's, or is nonsense, is refused in one sentence.</summary>
public sealed class CutApiTests(CutApiTests.Read read) : IClassFixture<CutApiTests.Read>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Clips_become_one_film_with_music_that_is_an_asset()
    {
        var (server, film, clips) = (read.Server, read.Film, read.Clips);
        var cut = new NewCut(
        [
            new(clips[2].Id), new(clips[0].Id, In: 0.4, Out: 1.2) { CrossfadeSeconds = 0.2 }, new(Asset: film.Id, In: 2.5, Out: 3.5),
        ])
        {
            Aspect = "9:16", ShortSide = 72, Music = new(film.Id, GainDb: -20),
        };

        var planned = await RenderAsync(server.Http, cut);
        Assert.Equal(("72x128", 3.6), (planned.Resolution, planned.Metadata.GetProperty("plannedSeconds").GetDouble()));
        Assert.InRange(planned.Metadata.GetProperty("estimatedRenderSeconds").GetDouble(), 1, 10);
        await server.Database.UntilAsync("select status in ('completed', 'failed') from render_tasks where id = $1", planned.Id);

        var render = (await server.Http.GetFromJsonAsync<RenderView>($"/api/renders/{planned.Id}", Ct))!;
        Assert.True(render.Status == "completed", render.Error);
        Assert.Equal(3.6m, render.DurationSeconds);
        Assert.Equal(90, render.Metadata.GetProperty("framesEncoded").GetInt32());
        Assert.Equal(0, render.Metadata.GetProperty("framesCopied").GetInt32());
        var made = (await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets?source=generated", Ct))!.Items.Single();
        Assert.Equal(("cut.mp4", "72x128", "25/1", true), (made.Filename, made.Resolution, made.FrameRate, made.HasAudio));
        using var video = await server.Http.GetAsync(render.VideoUrl, Ct);
        Assert.Equal((HttpStatusCode.OK, render.FileSizeBytes), (video.StatusCode, video.Content.Headers.ContentLength));
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 180_000)]
    public async Task What_is_wrong_is_told_in_one_sentence_with_its_place_and_leaves_no_row()
    {
        var (server, film, clips) = (read.Server, read.Film, read.Clips);
        var before = await RendersAsync();
        var good = $$"""{ "clip": "{{clips[0].Id}}" }""";
        foreach (var (pointer, cut) in (IEnumerable<(string, string)>)
        [
            ("/cut/parts", """{ "parts": [] }"""),
            ("/cut/parts/0", """{ "parts": [{}] }"""),
            ("/cut/parts/0", $$"""{ "parts": [{ "clip": "{{clips[0].Id}}", "asset": "{{film.Id}}" }] }"""),
            ("/cut/parts/1/clip", $$"""{ "parts": [{{good}}, { "clip": "{{Guid.CreateVersion7()}}" }] }"""),
            ("/cut/parts/0/asset", $$"""{ "parts": [{ "asset": "{{Guid.CreateVersion7()}}" }] }"""),
            // A thumbnail is nobody's to cut.
            ("/cut/parts/0/asset", $$"""{ "parts": [{ "asset": "{{await ThumbnailAsync(server)}}" }] }"""),
            ("/cut/parts/0/in", $$"""{ "parts": [{ "asset": "{{film.Id}}", "in": -1, "out": 1 }] }"""),
            ("/cut/parts/0/in", $$"""{ "parts": [{ "asset": "{{film.Id}}", "in": 7, "out": 8 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "asset": "{{film.Id}}", "in": 3, "out": 2 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "asset": "{{film.Id}}", "in": 3, "out": 3 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "asset": "{{film.Id}}", "in": 3, "out": 3.04 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "asset": "{{film.Id}}", "out": 6.5 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "asset": "{{film.Id}}", "out": 1e300 }] }"""),
            ("/cut/parts/0/crossfadeSeconds", $$"""{ "parts": [{ "clip": "{{clips[0].Id}}", "crossfadeSeconds": 0.5 }] }"""),
            ("/cut/parts/1/crossfadeSeconds", $$"""{ "parts": [{{good}}, { "clip": "{{clips[1].Id}}", "crossfadeSeconds": -0.5 }] }"""),
            ("/cut/parts/0/out", $$"""{ "parts": [{ "clip": "{{clips[0].Id}}", "in": 0, "out": 0.5 }, { "clip": "{{clips[1].Id}}", "crossfadeSeconds": 1 }] }"""),
            ("/cut/parts/0/focusX", $$"""{ "parts": [{ "clip": "{{clips[0].Id}}", "focusX": 1.5 }] }"""),
            ("/cut/aspect", $$"""{ "parts": [{{good}}], "aspect": "4:3" }"""),
            ("/cut/shortSide", $$"""{ "parts": [{{good}}], "shortSide": 100000 }"""),
            ("/cut/frameRate", $$"""{ "parts": [{{good}}], "frameRate": 0 }"""),
            ("/cut/music/asset", $$"""{ "parts": [{{good}}], "music": { "asset": "{{Guid.CreateVersion7()}}" } }"""),
            ("/cut/music/gainDb", $$"""{ "parts": [{{good}}], "music": { "asset": "{{film.Id}}", "gainDb": 100 } }"""),
            ("/cut/music/startSeconds", $$"""{ "parts": [{{good}}], "music": { "asset": "{{film.Id}}", "startSeconds": 6 } }"""),
            ("/cut/music/fadeOutSeconds", $$"""{ "parts": [{{good}}], "music": { "asset": "{{film.Id}}", "fadeOutSeconds": 10 } }"""),
        ])
        {
            using var reply = await server.Http.PostAsJsonAsync("/api/renders", new JsonObject { ["cut"] = JsonNode.Parse(cut) }, Ct);
            var problem = await ProblemDocument.ReadAsync(reply);
            Assert.True(problem.Status == 422, $"{cut}: {problem.Status} {problem.Detail}");
            var error = Assert.Single(problem.Errors!.Value.EnumerateArray());
            Assert.True(pointer == error.GetProperty("pointer").GetString(), $"{cut}: {error}");
        }
        foreach (var body in (string[])["{}", $$"""{ "cut": { "parts": [{{good}}] }, "timeline": { "width": 64, "height": 64, "parts": [] } }"""])
        {
            using var reply = await server.Http.PostAsJsonAsync("/api/renders", JsonNode.Parse(body), Ct);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
        }
        Assert.Equal(before, await RendersAsync());
    }

    [Fact(Timeout = 180_000)]
    public async Task Clips_and_films_of_another_are_unknown_and_not_told_from_what_is_not_there()
    {
        var (server, before) = (read.Server, await RendersAsync());
        var other = await server.Database.AddUserAsync();
        var film = await MadeFootage.AddFilmAsync(server, other);
        var clip = Assert.Single(await MadeFootage.AddClipsAsync(server, film, MadeFootage.Calm));

        foreach (var (field, theirs) in (IEnumerable<(string, Guid)>)[("clip", clip.Id), ("asset", film.Id)])
        {
            var (known, unknown) = (await RefusedAsync(theirs), await RefusedAsync(Guid.CreateVersion7()));
            Assert.Equal($"/cut/parts/0/{field}", known.Pointer);
            Assert.Equal(unknown.Words, known.Words);

            async Task<(string? Pointer, string Words)> RefusedAsync(Guid id)
            {
                using var reply = await server.Http.PostAsJsonAsync(
                    "/api/renders", new { cut = new { parts = new[] { new Dictionary<string, object> { [field] = id, ["in"] = 0, ["out"] = 1 } } } }, Ct);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
                var error = Assert.Single((await ProblemDocument.ReadAsync(reply)).Errors!.Value.EnumerateArray());
                return (error.GetProperty("pointer").GetString(), error.GetProperty("detail").GetString()!.Replace(id.ToString(), "ID", StringComparison.Ordinal));
            }
        }
        Assert.Equal(before, await RendersAsync());
    }

    [Fact(Timeout = 180_000)]
    public async Task A_source_that_is_not_there_any_more_ends_the_render_with_a_sentence()
    {
        var (server, clips) = (read.Server, read.Clips);
        using var paused = await server.Http.PostAsync(new Uri("/api/queues/render/pause", UriKind.Relative), null, Ct);
        var planned = await RenderAsync(server.Http, new([new(clips[0].Id)]) { ShortSide = 64 });
        // Only for a while: other tests have the film, too.
        var blobs = Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories);
        foreach (var blob in blobs)
            File.Move(blob, blob + ".away");
        using var resumed = await server.Http.PostAsync(new Uri("/api/queues/render/resume", UriKind.Relative), null, Ct);
        Assert.True(paused.IsSuccessStatusCode && resumed.IsSuccessStatusCode);

        await server.Database.UntilAsync("select status = 'failed' from render_tasks where id = $1", planned.Id);
        foreach (var blob in blobs)
            File.Move(blob + ".away", blob, overwrite: true);

        var render = (await server.Http.GetFromJsonAsync<RenderView>($"/api/renders/{planned.Id}", Ct))!;
        Assert.Equal("A film or track that it is cut from was deleted.", render.Error);
    }

    private static async Task<RenderView> RenderAsync(HttpClient http, NewCut cut)
    {
        using var reply = await http.PostAsJsonAsync("/api/renders", new NewRender(Cut: cut), Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<RenderView>(JsonSerializerOptions.Web, Ct))!;
    }

    private static Task<Guid> ThumbnailAsync(TestServer server) => server.Database.ValueAsync<Guid>("select id from assets where derived_from is not null limit 1");

    private Task<long> RendersAsync() => read.Server.Database.ValueAsync<long>(
        "select (select count(*) from render_tasks) + (select count(*) from jobs where kind = 'library.render-film')");

    /// <summary>A server with a film of three shots of two seconds, read.</summary>
    public sealed class Read(TestCluster cluster) : IAsyncLifetime
    {
        private readonly Footage _footage = new();

        public TestServer Server { get; private set; } = null!;
        internal AssetView Film { get; private set; } = null!;
        internal IReadOnlyList<ClipView> Clips { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.StartAsync(cluster);
            await MadeOnce.CopyAsync(_footage.At("film.mp4"),
                "-f", "lavfi", "-i",
                "testsrc2=s=320x240:r=25:d=2[a];mandelbrot=s=320x240:r=25,trim=duration=2,hue=h=120[b];smptebars=s=320x240:r=25:d=2[c];[a][b][c]concat=n=3",
                "-f", "lavfi", "-i", "sine=f=330:d=6", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac");
            Footage.Age(_footage.At("film.mp4"));
            await Footage.UntilEndedAsync(Server.Http, (await Footage.IngestAsync(Server.Http, new(_footage.Root))).Id);
            await Server.Database.UntilAsync("select exists (select from assets where footage_read_at is not null)");
            Film = Assert.Single((await Server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
            Clips = (await Server.Http.GetFromJsonAsync<Page<ClipView>>($"/api/assets/{Film.Id}/clips", Ct))!.Items;
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            _footage.Dispose();
        }
    }
}
