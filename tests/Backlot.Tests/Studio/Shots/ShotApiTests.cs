using System.Net;
using System.Net.Http.Json;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Library.Generations;
using Backlot.Platform;
using Backlot.Platform.Http;
using Backlot.Studio;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Shots, from the order to the film.</summary>
public sealed class ShotApiTests(TestCluster cluster)
{
    private static readonly NewShot Tiny = new("A lighthouse in a storm", DurationSeconds: 2, Resolution: "360p", Provider: "dummy");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_shot_is_made_once_and_served_again_until_a_new_one_is_wanted()
    {
        await using var server = await TestServer.StartAsync(cluster);

        var square = Tiny with { AspectRatio = "1:1" };      // the fewest pixels that there are
        var first = await MakeAsync(server, "/api/video/generate", square);
        var again = await MakeAsync(server, "/api/video/generate", square);
        var anew = await MakeAsync(server, "/api/video/generate", square with { Anew = true });

        Assert.Equal(["completed provider 0 1", "completed exact 0 1", "completed provider 0 1"], new[] { first, again, anew }.Select(s => $"{s.Status} {s.ServedBy} {s.Cost:0} {s.Progress}"));
        Assert.Equal("video/mp4", (await server.Http.GetAsync(new Uri(first.VideoUrl!, UriKind.RelativeOrAbsolute), Ct)).Content.Headers.ContentType?.MediaType);
        Assert.Equal("image/jpeg", (await server.Http.GetAsync(new Uri(first.ThumbnailUrl!, UriKind.RelativeOrAbsolute), Ct)).Content.Headers.ContentType?.MediaType);
        var made = (await server.Http.SendAsync<Page<GenerationView>>(HttpMethod.Get, "/api/generations?kind=video&status=completed")).Items;
        Assert.Equal([anew.GenerationId, again.GenerationId, first.GenerationId], made.Select(g => (Guid?)g.Id));
        Assert.Equal(made[2].AssetId, made[1].AssetId);
        Assert.NotEqual(made[2].AssetId, made[0].AssetId);
        Assert.Equal("exact", (await server.Http.SendAsync<GenerationView>(HttpMethod.Get, $"/api/generations/{made[1].Id}")).ServedBy);
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_scene_is_shot_and_the_shot_is_its_newest_version()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var project = await server.Http.AddProjectAsync(new("The harbour", Settings: new(AspectRatio: "1:1")));
        var scene = await server.Http.AddSceneAsync(project.Id, new("A harbour at dawn", DurationSeconds: 2));

        var first = await MakeAsync(server, $"/api/scenes/{scene.Id}/generate", new NewSceneShot("360p"));
        var second = await MakeAsync(server, $"/api/scenes/{scene.Id}/generate", new NewSceneShot("360p", Anew: true));

        Assert.All([first, second], shot => Assert.Equal("completed", shot.Status));
        var shown = await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}");
        Assert.Equal((SceneStatus.Complete, 2), (shown.Status, shown.IterationCount));
        Assert.NotNull(shown.ThumbnailAssetId);
        var versions = (await server.Http.SendAsync<Page<SceneVersionView>>(HttpMethod.Get, $"/api/scenes/{scene.Id}/versions")).Items;
        Assert.Equal([(2, true), (1, false)], versions.Select(v => (v.VersionNumber, v.IsShown)));
        Assert.Equal(2, (await server.Http.SendAsync<Page<GenerationView>>(HttpMethod.Get, $"/api/generations?projectId={project.Id}&sceneId={scene.Id}")).Items.Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_cannot_be_ordered_is_one_clear_problem_and_leaves_no_job()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway], credits: 70);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(BudgetUsd: 0.5m)));
        var scene = await http.AddSceneAsync(project.Id, new("A harbour"));
        var empty = await http.AddSceneAsync(project.Id, new(""));
        var locked = await http.AddSceneAsync(project.Id, new("A pier"));
        await http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{locked.Id}/lock");

        async Task<string> Refused(NewShot wanted, string path = "/api/video/generate") => Line(await http.RefusedAsync(HttpMethod.Post, path, wanted));
        async Task<string> RefusedScene(Guid id, NewSceneShot wanted) => Line(await http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{id}/generate", wanted));

        Assert.Equal("422 provider.unknown There is no provider 'nobody' for this here: GET /api/providers tells which there are.", await Refused(Tiny with { Provider = "nobody" }));
        Assert.Equal("422 provider.unknown There is no provider 'mubert' for this here: GET /api/providers tells which there are.", await Refused(Tiny with { Provider = "mubert" }));
        Assert.StartsWith("422 model.unknown runway has no model 'gen9' here: choose ", await Refused(Tiny with { Provider = "runway", Model = "gen9" }), StringComparison.Ordinal);
        Assert.Equal("422 model.unknown dummy has no models to choose from: leave the model out.", await Refused(Tiny with { Model = "x" }));
        Assert.Equal("422 model.retired veo/veo-3.1-generate-preview was retired on 2026-10-22: take veo/veo-3.1-generate-001 instead.", await Refused(Tiny with { Provider = "veo", Model = "veo-3.1-generate-preview" }));
        Assert.Equal("409 key.missing There is no key for kling: store one under your keys.", await Refused(Tiny with { Provider = "kling", Resolution = "720p" }));
        Assert.Equal("409 key.missing There is no key for kling: store one under your keys.", await Refused(Tiny with { Fallbacks = ["kling"], Resolution = "720p" }));
        Assert.StartsWith("422 invalid width: runway/gen4.5 makes 1280x720, ", await Refused(Tiny with { Provider = "runway" }), StringComparison.Ordinal);
        Assert.StartsWith("422 invalid durationSeconds: the built-in provider shoots 2 to 30 s; 1 s was asked for.", await Refused(Tiny with { DurationSeconds = 1 }), StringComparison.Ordinal);
        Assert.StartsWith("422 invalid durationSeconds: runway/gen4.5 makes at most 10 seconds", await Refused(Tiny with { Provider = "runway", Resolution = "720p", DurationSeconds = 30 }), StringComparison.Ordinal);
        Assert.StartsWith("422 invalid referenceImages: name PNG or JPEG pictures of your own.", await Refused(Tiny with { ReferenceImages = [new(Guid.CreateVersion7(), "first")] }), StringComparison.Ordinal);
        Assert.StartsWith("402 credits.missing This takes 120 credits", await Refused(Tiny with { Provider = "runway", Resolution = "720p", DurationSeconds = 10 }), StringComparison.Ordinal);
        Assert.StartsWith("402 budget.used-up The project's budget is $0.50, $0.00 of it are spent or promised, and this takes about $0.60",
            await Refused(Tiny with { Provider = "runway", Resolution = "720p", DurationSeconds = 5, ProjectId = project.Id }), StringComparison.Ordinal);
        Assert.StartsWith("402 budget.used-up", await RefusedScene(scene.Id, new(Provider: "runway")), StringComparison.Ordinal);
        Assert.StartsWith("404 not-found", await Refused(Tiny with { ProjectId = Guid.CreateVersion7() }), StringComparison.Ordinal);
        Assert.Equal("422 scene.empty The scene has no prompt to shoot: write one.", await RefusedScene(empty.Id, new()));
        Assert.StartsWith("409 scene.locked", await RefusedScene(locked.Id, new()), StringComparison.Ordinal);
        Assert.StartsWith("404 not-found", await RefusedScene(Guid.CreateVersion7(), new()), StringComparison.Ordinal);

        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from generations) + (select count(*) from jobs where kind = 'studio.make-shot')"));
        Assert.Equal("pending", await server.Database.ValueAsync<string>("select status from scenes where id = $1", scene.Id));
        Assert.Empty(runway.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_that_is_closed_before_its_turn_costs_nothing()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        (await http.PostAsync(new Uri("/api/queues/generate/pause", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        var (locked, deleted) = (await OrderSceneAsync(http, "A harbour"), await OrderSceneAsync(http, "A pier"));
        await CloseAsync(http, locked.Scene, deleted.Scene);
        (await http.PostAsync(new Uri("/api/queues/generate/resume", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.UntilEndedAsync();

        foreach (var (job, said) in ((Guid, string)[])[
            (locked.Job, "The scene was locked before it was shot: nothing was ordered. Unlock it, then order the shot anew."),
            (deleted.Job, "The scene was deleted before it was shot: nothing was ordered.")])
        {
            var status = await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{job}");
            Assert.Equal(("failed", said), (status.Status, status.Error));
        }
        Assert.Empty(runway.Requests);
        Assert.Equal((100_010, 0), await server.CreditsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_fallback_made_is_kept_and_served_as_its_own()
    {
        await using var runway = new RunwayFake { Film = await FilmAsync(), Faults = { ["A pier"] = new(FakeStep.Order, FakeReply.Json("""{"error": "Bad"}""", 400), 1) } };
        await using var kling = new KlingFake { Film = await FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var pier = new NewShot("A pier", DurationSeconds: 5, Provider: "runway");

        var first = await ShootAsync(server, pier with { Fallbacks = ["kling"] });
        var again = await ShootAsync(server, pier with { Fallbacks = ["kling"] });
        var alone = await ShootAsync(server, pier);

        Assert.Equal(["kling provider", "kling exact", "runway provider"], new[] { first, again, alone }.Select(shot => $"{shot.Provider} {shot.ServedBy}"));
        Assert.Equal((1, 1), (kling.PaidFor("A pier"), runway.PaidFor("A pier")));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_budget_that_counts_is_that_of_the_day_when_it_is_spent()
    {
        await using var runway = new RunwayFake { Film = await FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(BudgetUsd: 1)));
        (await http.PostAsync(new Uri("/api/queues/generate/pause", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        var ordered = await OrderAsync(http, "/api/video/generate", new NewShot("A pier", DurationSeconds: 5, Provider: "runway", ProjectId: project.Id));
        await http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit(Settings: new(BudgetUsd: 0.5m)));
        (await http.PostAsync(new Uri("/api/queues/generate/resume", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.UntilEndedAsync();
        var poor = await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
        await http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit(Settings: new(BudgetUsd: 5)));
        (await http.PostAsync(new Uri($"/api/jobs/{ordered.JobId}/retry", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.UntilEndedAsync();

        Assert.StartsWith("The project's budget is $0.50", poor.Error, StringComparison.Ordinal);
        Assert.Equal("completed", (await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}")).Status);
        Assert.Equal(1, runway.PaidFor("A pier"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_that_is_closed_while_it_is_shot_stays_as_it_is_and_the_shot_is_in_the_library()
    {
        await using var runway = new RunwayFake { Film = await FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var (locked, deleted) = (await OrderSceneAsync(http, "A harbour"), await OrderSceneAsync(http, "A pier"));
        await server.Database.UntilAsync("select count(*) = 2 from job_polls");
        await CloseAsync(http, locked.Scene, deleted.Scene);
        await server.UntilEndedAsync();

        foreach (var job in (Guid[])[locked.Job, deleted.Job])
        {
            var status = await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{job}");
            Assert.Equal(("completed", 0.6m, "runway", "gen4.5"), (status.Status, status.Cost, status.Provider, status.Model));
        }
        Assert.Equal(["locked"], await server.Database.ColumnAsync<string>("select status from scenes"));
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from assets where kind = 'video' and status = 'ready'"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from scene_versions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_comes_and_is_no_film_fails_the_job_and_charges_nothing()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new("A harbour"));
        var ordered = await OrderAsync(http, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "runway"));
        await server.UntilEndedAsync();

        var status = await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
        Assert.Equal("failed", status.Status);
        Assert.StartsWith("What runway made ", status.Error, StringComparison.Ordinal);
        Assert.Equal(SceneStatus.Pending, (await http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}")).Status);
        Assert.Equal((100_010, 0), await server.CreditsAsync());
        Assert.Empty(Directory.GetFileSystemEntries(server.Server.Folder.Temp));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("veo, runway/gen4.5, kling, dummy", false, "runway")]
    [InlineData("veo,runway/gen4.5,kling,dummy", true, "kling")]
    [InlineData("kling,runway", true, "kling")]
    public async Task Who_shoots_when_an_order_names_nobody_is_the_setting_s_to_say(string setting, bool refuses, string expected)
    {
        var film = await FilmAsync();
        await using var runway = new RunwayFake { Film = film };
        await using var kling = new KlingFake { Film = film };
        if (refuses)
            runway.Faults[Tiny.Prompt] = new(FakeStep.Order, FakeReply.Json("""{"error": "Unauthorized"}""", 401), 9);
        // There is no key for Veo: it is left out.
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling],
            videoProviders: Settings.FromEnvironment("/none", read: name => name == "BACKLOT_VIDEO_PROVIDERS" ? setting : null).VideoProviders);

        var ordered = await OrderAsync(server.Server.Http, "/api/video/generate", Tiny with { Provider = null, Resolution = null, DurationSeconds = 5 });
        await server.UntilEndedAsync();
        var shot = await server.Server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");

        Assert.Equal(("completed", expected), (shot.Status, shot.Provider));
        Assert.Equal(setting.StartsWith("kling", StringComparison.Ordinal) ? 0 : 1, runway.Requests.Count(request => request.Line.StartsWith("POST", StringComparison.Ordinal)));
        Assert.Equal(expected == "kling" ? 1 : 0, kling.PaidFor(Tiny.Prompt));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_can_make_what_is_told_with_prices_keys_and_days_of_retirement()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);

        var all = (await server.Server.Http.SendAsync<ProviderList>(HttpMethod.Get, "/api/providers")).Items;

        Assert.Equal(["embedding", "image", "music", "text", "video"], all.Where(p => p is { Name: "dummy", IsBuiltIn: true, IsAlive: true }).Select(p => p.Kind).Order());
        Assert.Equal("words-1", all.Single(p => p is { Name: "dummy", Kind: "embedding" }).Models.Single().Name);
        var dummy = all.Single(p => p is { Name: "dummy", Kind: "video" });
        Assert.Equal((true, true, false), (dummy.IsBuiltIn, dummy.IsAlive, dummy.HasKey));
        var (held, missing) = (all.Single(p => p is { Name: "runway", Kind: "video" }), all.Single(p => p is { Name: "kling", Kind: "video" }));
        Assert.Equal((true, true, false, true), (held.HasKey, held.IsAlive, missing.HasKey, missing.IsAlive));
        Assert.Contains(held.Models, m => m is { Name: "gen4.5", IsPriceApproximate: true } && m.Prices.Single() is { Per: "second", Usd: 0.12m });
        var veo = all.Single(p => p.Name == "veo").Models.Single(m => m.Name == "veo-3.1-generate-preview");
        Assert.Equal((false, new DateOnly(2026, 10, 22), "veo/veo-3.1-generate-001"), (veo.IsAlive, veo.RetiredOn, veo.ReplacedBy));
    }

    /// <summary>A second of real film.</summary>
    internal static Task<byte[]> FilmAsync() => MadeOnce.BytesAsync(".mp4", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=24:d=1", "-pix_fmt", "yuv420p");

    private static string Line(ProblemDocument problem) => $"{problem.Status} {problem.Code} {problem.Detail}";

    private static Task<OrderedShotView> OrderAsync(HttpClient http, string path, object wanted) => http.SendAsync<OrderedShotView>(HttpMethod.Post, path, wanted, HttpStatusCode.Accepted);

    private static async Task<(Guid Scene, Guid Job)> OrderSceneAsync(HttpClient http, string prompt)
    {
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new(prompt));
        return (scene.Id, (await OrderAsync(http, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "runway"))).JobId);
    }

    private static async Task CloseAsync(HttpClient http, Guid toLock, Guid toDelete)
    {
        await http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{toLock}/lock");
        using var deleted = await http.DeleteAsync(new Uri($"/api/scenes/{toDelete}", UriKind.Relative), Ct);
        deleted.EnsureSuccessStatusCode();
    }

    private static async Task<ShotStatusView> ShootAsync(OrderServer server, NewShot wanted)
    {
        var ordered = await OrderAsync(server.Server.Http, "/api/video/generate", wanted);
        await server.UntilEndedAsync();
        return await server.Server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
    }

    private static async Task<ShotStatusView> MakeAsync(TestServer server, string path, object wanted)
    {
        var ordered = await OrderAsync(server.Http, path, wanted);
        Assert.Equal(("pending", 0m), (ordered.Status, ordered.EstimatedCost));
        await server.Database.UntilAsync("select completed_at is not null from jobs where id = $1", ordered.JobId);
        return await server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
    }
}
