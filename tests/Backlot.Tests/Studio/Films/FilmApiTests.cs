using System.Net;
using System.Net.Http.Json;
using Backlot.Generation.Providers;
using Backlot.Library;
using Backlot.Library.Cuts;
using Backlot.Platform.Blobs;
using Backlot.Platform.Http;
using Backlot.Studio;
using Backlot.Studio.Films;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Studio.Films;

/// <summary>The shots of a project become one film, and of the next version only what is new is made.</summary>
public sealed class FilmApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_changed_scene_renders_only_its_own_part_again_and_an_unchanged_film_is_not_rendered_at_all()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (project, scenes) = await ProjectAsync(server, "a lighthouse at night", "a harbour at dusk", "a hall with candles");
        var wanted = new NewFilm(CrossfadeSeconds: 0.5, Title: new("The lighthouse", "A film"), End: new("The end", Seconds: 1.5));

        var first = await CompiledAsync(server, project, wanted);
        Assert.Equal((1, "completed", 3 + 3 * 2 + 1.5m - 4 * 0.5m), (first.Version, first.Render.Status, first.Render.DurationSeconds));
        Assert.Equal("128x72", first.Render.Resolution);
        var made = first.Render.Metadata.GetProperty("stretchesEncoded").GetInt32();
        Assert.True(made >= 4, $"{made} stretches: each crossfade is one.");
        Assert.True(first.Render.Metadata.GetProperty("framesCopied").GetInt32() > 0, "Between two crossfades something is copied.");

        // The same again: the same film.
        using var again = await server.Http.PostAsJsonAsync($"/api/projects/{project}/compile", wanted, Ct);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((1, first.Render.Id), (await again.Content.ReadFromJsonAsync<FilmView>(Ct))! is var same ? (same.Version, same.Render.Id) : default);

        // Another last shot: what lies before its crossfade is as it was.
        await using (var db = server.OpenDb())
        {
            var last = await db.Scenes.SingleAsync(s => s.Id == scenes[2], Ct);
            last.VideoAssetId = await ShotAsync(server, "a desert at noon");
            await db.SaveChangesAsync(Ct);
        }
        var second = await CompiledAsync(server, project, wanted);
        Assert.Equal((2, first.Render.DurationSeconds), (second.Version, second.Render.DurationSeconds));
        var (encoded, cached) = (second.Render.Metadata.GetProperty("stretchesEncoded").GetInt32(), second.Render.Metadata.GetProperty("stretchesFromCache").GetInt32());
        Assert.Equal(made, encoded + cached);
        // Into it, out of it, and what of it lies between the crossfade and its next key frame.
        Assert.InRange(encoded, 2, 4);
        Assert.InRange(cached, 2, made - 2);

        var versions = await server.Http.GetFromJsonAsync<Page<FilmView>>($"/api/projects/{project}/films", Ct);
        Assert.Equal([2, 1], versions!.Items.Select(film => film.Version));
        Assert.NotEqual(versions.Items[0].Render.VideoUrl, versions.Items[1].Render.VideoUrl);
    }

    [Fact(Timeout = 180_000)]
    public async Task Without_crossfades_every_frame_is_copied_and_voices_count_from_their_scene()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (project, scenes) = await ProjectAsync(server, "a lighthouse at night", "a harbour at dusk");
        var voice = await ShotAsync(server, "a room");

        var film = await CompiledAsync(server, project, new(Voices: [new(voice, scenes[1], AtSeconds: 0.25)], Music: new(voice, DuckDb: 6)));

        Assert.Equal((96, 0), (film.Render.Metadata.GetProperty("framesCopied").GetInt32(), film.Render.Metadata.GetProperty("framesEncoded").GetInt32()));
        Assert.Equal("2.25", await server.Database.ValueAsync<string>("select timeline #>> '{cut,voices,0,atSeconds}' from render_tasks where id = $1", film.Render.Id));
    }

    [Fact(Timeout = 120_000)]
    public async Task Scenes_without_a_shot_are_named_and_nothing_is_made()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (project, scenes) = await ProjectAsync(server, "a lighthouse at night");
        await using (var db = server.OpenDb())
        {
            foreach (var key in (string[])["b0", "c0"])
                db.Scenes.Add(new() { UserId = server.OwnerId, ProjectId = project, OrderKey = key, Prompt = "Not yet", Parameters = new() });
            await db.SaveChangesAsync(Ct);
        }
        var empty = await EmptyProjectAsync(server);

        var (refused, unshot, detail) = await RefusedAsync(server, project, new());
        Assert.Equal((409, "film.scenes-not-shot"), (refused, unshot));
        Assert.Equal("Scenes 2 and 3 have no shot yet: have them shot first, or take them out.", detail.TrimEnd());
        Assert.Equal((409, "film.no-scenes"), await RefusedAsync(server, empty, new()) is var (status, code, _) ? (status, code) : default);
        Assert.Equal(404, (await RefusedAsync(server, Guid.CreateVersion7(), new())).Status);
        // Whatever else is wrong is told by its field.
        await server.Database.RunAsync("delete from scenes where project_id = $1 and prompt = 'Not yet'", project);
        Assert.Contains("no asset", (await RefusedAsync(server, project, new(Music: new(Guid.CreateVersion7())))).Detail);
        Assert.Contains("no scene", (await RefusedAsync(server, project, new(Voices: [new(Guid.CreateVersion7(), Guid.CreateVersion7())]))).Detail);
        Assert.Contains("crossfade", (await RefusedAsync(server, project, new(CrossfadeSeconds: 3, Title: new("Too short for it")))).Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from render_tasks"));
        Assert.Single(scenes);
    }

    private static async Task<FilmView> CompiledAsync(TestServer server, Guid project, NewFilm wanted)
    {
        using var reply = await server.Http.PostAsJsonAsync($"/api/projects/{project}/compile", wanted, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        var film = (await reply.Content.ReadFromJsonAsync<FilmView>(Ct))!;
        await server.Database.UntilAsync("select status in ('completed', 'failed') from render_tasks where id = $1", film.Render.Id);
        var render = (await server.Http.GetFromJsonAsync<RenderView>(reply.Headers.Location, Ct))!;
        Assert.True(render.Status == "completed", render.Error);
        return film with { Render = render };
    }

    private static async Task<(int Status, string? Code, string Detail)> RefusedAsync(TestServer server, Guid project, NewFilm wanted)
    {
        using var reply = await server.Http.PostAsJsonAsync($"/api/projects/{project}/compile", wanted, Ct);
        var problem = await ProblemDocument.ReadAsync(reply);
        return (problem.Status, problem.Code, $"{problem.Detail} {problem.Errors}");
    }

    private static async Task<Guid> EmptyProjectAsync(TestServer server)
    {
        await using var db = server.OpenDb();
        var project = new Project { UserId = server.OwnerId, Title = "Nothing yet" };
        db.Projects.Add(project);
        await db.SaveChangesAsync(Ct);
        return project.Id;
    }

    private static async Task<(Guid Project, List<Guid> Scenes)> ProjectAsync(TestServer server, params string[] prompts)
    {
        var project = await EmptyProjectAsync(server);
        List<Scene> scenes = [];
        foreach (var (i, prompt) in prompts.Index())
            scenes.Add(new()
            {
                UserId = server.OwnerId, ProjectId = project, OrderKey = $"a{i}", Prompt = prompt, Parameters = new(),
                VideoAssetId = await ShotAsync(server, prompt), Status = SceneStatus.Complete,
            });
        await using var db = server.OpenDb();
        db.Scenes.AddRange(scenes);
        await db.SaveChangesAsync(Ct);
        return (project, scenes.ConvertAll(scene => scene.Id));
    }

    /// <summary>Two seconds by the built-in provider, as an asset.</summary>
    private static async Task<Guid> ShotAsync(TestServer server, string prompt)
    {
        var blobs = server.Services.GetRequiredService<BlobStore>();
        var path = blobs.NewTempPath(".mp4");
        await server.Services.GetServices<IVideoProvider>().Single(p => p.Name == "dummy").MakeAsync(new(prompt, 1, 2, 128, 72), path, null, Ct);
        var blob = await blobs.TakeFileAsync(path, Ct);
        await using var db = server.OpenDb();
        var shot = new Asset
        {
            UserId = server.OwnerId, Kind = AssetKind.Video, SourceType = AssetSource.Generated, Filename = "shot.mp4", Sha256 = blob.Sha256,
            SizeBytes = blob.SizeBytes, MimeType = "video/mp4", Format = "mp4", DurationSeconds = 2, Width = 128, Height = 72, FrameRate = 24,
            FrameRateNum = 24, FrameRateDen = 1, IsVariableFrameRate = false, HasAudio = true, Status = AssetStatus.Ready,
        };
        db.Assets.Add(shot);
        await db.SaveChangesAsync(Ct);
        return shot.Id;
    }
}
