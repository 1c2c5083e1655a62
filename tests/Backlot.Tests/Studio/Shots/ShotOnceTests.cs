using System.Net;
using Backlot.Platform.Database;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Orders that meet others, or that are no longer wanted when their time comes.</summary>
public sealed class ShotOnceTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_same_shot_ordered_again_before_it_is_there_is_made_and_paid_for_once()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new("A harbour"));

        var orders = new List<OrderedShotView>();
        for (var n = 0; n < 3; n++)
            orders.Add(await OrderSceneAsync(http, scene.Id, new(Provider: "runway")));
        await server.UntilEndedAsync();

        var served = new List<string?>();
        foreach (var order in orders)
            served.Add((await StatusAsync(http, order)).ServedBy);
        Assert.Equal(["exact", "exact", "provider"], served.Order());
        Assert.Equal(1, runway.PaidFor("A harbour"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_that_shows_a_shot_of_the_very_same_order_is_given_back_where_that_will_do()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync();
        var scene = await http.AddSceneAsync(project.Id, new("A harbour", DurationSeconds: 5));
        var path = $"/api/scenes/{scene.Id}/generate";
        var wanted = new NewSceneShot(Provider: "runway", UnlessShot: true);

        await OrderSceneAsync(http, scene.Id, wanted);
        await server.UntilEndedAsync();
        var shot = await http.SendAsync<SceneView>(HttpMethod.Post, path, wanted);
        // Nothing is left to spend, and nothing has to be.
        await http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit(Settings: new(BudgetUsd: 0)));
        var broke = await http.SendAsync<SceneView>(HttpMethod.Post, path, wanted);
        var other = await http.RefusedAsync(HttpMethod.Post, path, wanted with { Seed = 7 });
        var both = await http.RefusedAsync(HttpMethod.Post, path, wanted with { Anew = true });

        Assert.Equal((scene.Id, 1, SceneStatus.Complete), (shot.Id, shot.IterationCount, shot.Status));
        Assert.Equal(shot.VideoAssetId, broke.VideoAssetId);
        Assert.Equal("budget.used-up", other.Code);
        Assert.Equal("unlessShot: leave it out where a new shot is wanted in any case.", both.Detail);
        Assert.Equal(1, runway.PaidFor("A harbour"));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from jobs where kind = 'studio.make-shot'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_is_being_shot_for_as_long_as_any_order_of_it_is_under_way()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var runway = new RunwayFake
        {
            Film = await ShotApiTests.FilmAsync(), Faults = { ["A quay"] = new(FakeStep.Order, FakeReply.Json("""{"error": "Bad"}""", 400), Times: 2) },
            Arrived = (name, step) =>
            {
                if ((name, step) != ("A pier", FakeStep.Order))
                    return Task.CompletedTask;
                arrived.TrySetResult();
                return goOn.Task;
            },
        };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new("A pier", DurationSeconds: 5));
        await OrderSceneAsync(http, scene.Id, new(Provider: "runway"));
        await arrived.Task;
        var told = new List<string>();

        async Task TellAsync(string what, HttpMethod? method = null, string? path = null)
        {
            var now = await http.SendAsync<SceneView>(method ?? HttpMethod.Get, $"/api/scenes/{scene.Id}{path}");
            told.Add($"{what}: {now.Status}, {now.IterationCount} shots");
        }

        async Task OrderAsync(string words)
        {
            await http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit(words));
            var ordered = await OrderSceneAsync(http, scene.Id, new(Provider: "runway"));
            await server.Database.HurryUntilAsync("select completed_at is not null from jobs where id = $1", ordered.JobId);
        }

        await OrderAsync("A quay");
        await TellAsync("one failed");
        await OrderAsync("A harbour");
        await TellAsync("one made");
        await TellAsync("restored", HttpMethod.Post, "/restore/1");
        await TellAsync("locked", HttpMethod.Post, "/lock");
        await TellAsync("unlocked", HttpMethod.Post, "/unlock");
        goOn.SetResult();
        await server.UntilEndedAsync();
        await TellAsync("both made");
        await OrderAsync("A quay");
        await TellAsync("another failed");

        Assert.Equal(
            ["one failed: Generating, 0 shots", "one made: Generating, 1 shots", "restored: Generating, 1 shots", "locked: Locked, 1 shots",
                "unlocked: Generating, 1 shots", "both made: Complete, 2 shots", "another failed: Complete, 2 shots"], told);
    }

    /// <summary>Among tens of thousands of jobs of a user there are a few shots.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_is_under_way_is_found_by_an_index_of_shots()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { RunsJobs = false });
        await server.Database.RunAsync("""
            insert into jobs (user_id, kind, queue, payload, status, completed_at)
                select u.id, case when n % 100 = 0 then 'studio.make-shot' else 'other' end, 'q', '{}', 'completed', now() from users u, generate_series(1, 5000) n;
            analyze jobs
            """);
        foreach (var file in (string[])["earlier_shots", "ordered_minutes"])
        {
            var sql = SqlFile.Read($"Studio/Shots/Sql/{file}.sql").Replace("{0}", $"'{server.OwnerId}'", StringComparison.Ordinal)
                .Replace("{1}", $"'{Guid.CreateVersion7()}'", StringComparison.Ordinal).Replace("{2}", "'A harbour'", StringComparison.Ordinal);
            var plan = string.Join('\n', await server.Database.ColumnAsync<string>("explain " + string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)))));
            Assert.Contains("jobs_shots_idx", plan, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("lock", "The scene was locked before it was shot: nothing was ordered. Unlock it, then order the shot anew.")]
    [InlineData("delete", "The scene was deleted before it was shot: nothing was ordered.")]
    public async Task A_scene_that_is_closed_while_its_order_rests_is_not_ordered_again(string what, string said)
    {
        await using var runway = new RunwayFake { Faults = { ["A harbour"] = new(FakeStep.Order, SlowDown(60)) } };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new("A harbour"));
        var ordered = await OrderSceneAsync(http, scene.Id, new(Provider: "runway"));
        await server.Database.UntilAsync("select exists (select from orders where state = 'resting')");
        using (var closed = await http.SendAsync(new(what == "lock" ? HttpMethod.Post : HttpMethod.Delete, $"/api/scenes/{scene.Id}{(what == "lock" ? "/lock" : "")}"), Ct))
            closed.EnsureSuccessStatusCode();
        await server.UntilEndedAsync();

        var status = await StatusAsync(http, ordered);
        Assert.Equal(("failed", said, 0), (status.Status, status.Error, runway.PaidFor("A harbour")));
        Assert.Equal((100_010, 0), await server.CreditsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_ordered_for_a_project_that_was_deleted_meanwhile()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(BudgetUsd: 5)));
        (await http.PostAsync(new Uri("/api/queues/generate/pause", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        var ordered = await http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate", new NewShot("A pier", Provider: "runway", ProjectId: project.Id), HttpStatusCode.Accepted);
        (await http.DeleteAsync(new Uri($"/api/projects/{project.Id}", UriKind.Relative), Ct)).EnsureSuccessStatusCode();
        (await http.PostAsync(new Uri("/api/queues/generate/resume", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.UntilEndedAsync();

        Assert.Equal("The project was deleted before this was shot: nothing was ordered.", (await StatusAsync(http, ordered)).Error);
        Assert.Empty(runway.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_film_that_cannot_be_read_is_fetched_anew()
    {
        await using var runway = new RunwayFake
        {
            Film = await ShotApiTests.FilmAsync(), Faults = { ["A pier"] = new(FakeStep.Fetch, new(200, "only a part of a film"u8.ToArray(), "video/mp4"), Times: 2) },
        };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var ordered = await server.Server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate", new NewShot("A pier", Provider: "runway"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.Equal(("completed", 1), ((await StatusAsync(server.Server.Http, ordered)).Status, runway.PaidFor("A pier")));
        Assert.Equal(3, runway.MediaHeads.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_provider_that_wants_a_long_rest_after_a_short_one_is_left_for_the_next()
    {
        var film = await ShotApiTests.FilmAsync();
        await using var runway = new RunwayFake { Film = film, Faults = { ["A pier"] = new(FakeStep.Order, SlowDown(60)) } };
        await using var kling = new KlingFake { Film = film };
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var ordered = await server.Server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate",
            new NewShot("A pier", DurationSeconds: 5, Provider: "runway", Fallbacks: ["kling"]), HttpStatusCode.Accepted);
        await server.Database.UntilAsync("select exists (select from orders where state = 'resting')");
        runway.Faults["A pier"] = new(FakeStep.Order, SlowDown(600), Times: 9);
        await server.UntilEndedAsync();

        Assert.Equal(("completed", "kling"), await StatusAsync(server.Server.Http, ordered) is var status ? (status.Status, status.Provider) : default);
        Assert.Equal((0, 1), (runway.PaidFor("A pier"), kling.PaidFor("A pier")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_provider_that_answers_nothing_but_errors_is_left_for_the_next()
    {
        var film = await ShotApiTests.FilmAsync();
        var broken = KlingFake.Code(500, 5000, "Server internal error");
        await using var kling = new KlingFake { Film = film, Faults = { ["A pier"] = new(FakeStep.Order, broken, Times: 99), ["nothing"] = new(FakeStep.Find, broken, Times: 99) } };
        await using var runway = new RunwayFake { Film = film };
        await using var server = await OrderServer.StartAsync(cluster, [kling, runway]);
        var ordered = await server.Server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate",
            new NewShot("A pier", DurationSeconds: 5, Provider: "kling", Fallbacks: ["runway"]), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.Equal(("completed", "runway"), await StatusAsync(server.Server.Http, ordered) is var status ? (status.Status, status.Provider) : default);
        Assert.Equal((0, 1), (kling.PaidFor("A pier"), runway.PaidFor("A pier")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_fallback_is_not_asked_for_a_scene_that_was_closed_meanwhile()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var runway = new RunwayFake
        {
            Faults = { ["A harbour"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "FAILED", "failure": "Odd", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}"""), Times: 9) },
            Arrived = (_, step) =>
            {
                if (step != FakeStep.Ask)
                    return Task.CompletedTask;
                arrived.TrySetResult();
                return goOn.Task;
            },
        };
        await using var kling = new KlingFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var http = server.Server.Http;
        var scene = await http.AddSceneAsync((await http.AddProjectAsync()).Id, new("A harbour", DurationSeconds: 5));
        var ordered = await OrderSceneAsync(http, scene.Id, new(Provider: "runway", Fallbacks: ["kling"]));
        while (!arrived.Task.IsCompleted)
        {
            await server.Database.HurryAsync();
            await Task.WhenAny(arrived.Task, Task.Delay(100, Ct));
        }
        (await http.PostAsync(new Uri($"/api/scenes/{scene.Id}/lock", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        goOn.SetResult();
        await server.UntilEndedAsync();

        Assert.StartsWith("The scene was locked before it was shot", (await StatusAsync(http, ordered)).Error, StringComparison.Ordinal);
        Assert.Empty(kling.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_brain_and_settings_want_left_out_is_told_to_the_model()
    {
        await using var kling = new KlingFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [kling]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(CustomBrainParams: new(Avoid: "neon signs"))));
        var plain = await http.AddSceneAsync(project.Id, new("A harbour", DurationSeconds: 5));
        var written = await http.AddSceneAsync(project.Id, new("A pier", DurationSeconds: 5));
        (await http.PostAsync(new Uri($"/api/scenes/{written.Id}/enhance", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();

        foreach (var scene in (Guid[])[plain.Id, written.Id])
            await OrderSceneAsync(http, scene, new(Provider: "kling"));
        await server.UntilEndedAsync();

        Assert.Equal(["neon signs, nudity, gore", "neon signs, nudity, gore"], kling.Requests.Where(request => request.Line.StartsWith("POST", StringComparison.Ordinal))
            .Select(request => request.Json.GetProperty("negative_prompt").GetString()));
    }

    private static FakeReply SlowDown(int seconds) => FakeReply.Json("""{"error": "slow down"}""", 429, $"Retry-After: {seconds}\r\n");

    private static Task<OrderedShotView> OrderSceneAsync(HttpClient http, Guid scene, NewSceneShot wanted) =>
        http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scene}/generate", wanted, HttpStatusCode.Accepted);

    private static Task<ShotStatusView> StatusAsync(HttpClient http, OrderedShotView ordered) => http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
}
