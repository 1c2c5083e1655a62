using System.Net;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Predicted;
using Backlot.Studio.Formats;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;
using Backlot.Tests.Channels.Albums;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;
using Beat = Backlot.Studio.Formats.Beat;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Scenes that are made before they are asked for.</summary>
public sealed class MakeAheadTests(TestCluster cluster)
{
    private static readonly NewFormat Format = new("Three steps",
        [new(1, "Before", "", 2, "Before: "), new(2, "During", "", 2, "During: "), new(3, "After", "", 2, "After: "), new(4, "End", "", 2, "End: ")]);

    [Fact(Timeout = 120_000)]
    public async Task The_next_scene_is_there_before_it_is_asked_for()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var scenes = await LayOutAsync(server.Http, new("1:1", MakeAhead: new(0.5, 1)));

        await ShotCastTests.ShootAsync(server, scenes[0]);
        await server.Database.UntilAsync("select exists (select from jobs where kind = 'studio.make-ahead' and completed_at is not null)");
        var second = await ShotCastTests.ShootAsync(server, scenes[1]);
        var again = await ShotCastTests.ShootAsync(server, scenes[1]);

        Assert.Equal([("predicted", 0m), ("exact", 0m)], new[] { second, again }.Select(shot => (shot.ServedBy!, shot.Cost ?? -1)));
        await server.Database.UntilAsync("select not exists (select from jobs where kind = 'studio.make-ahead' and completed_at is null)");
        var level = (await server.Http.SendAsync<CacheView>(HttpMethod.Get, "/api/cache")).Levels.Single(l => l.Level == "predicted");
        Assert.Equal(1, level.Hits);
        Assert.Equal(["A boat is painted", "A boat sails"], await server.Database.ColumnAsync<string>("select prompt from generations where intent_key like 'ahead/%' order by id"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_leave_it_is_foreseen_and_nothing_is_made()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var scenes = await LayOutAsync(server.Http, new("1:1"));

        await ShotCastTests.ShootAsync(server, scenes[0]);

        // The last scene is not written yet, and three steps away.
        Assert.Equal("A boat is painted 0.7, A boat sails 0.1", await server.Database.ValueAsync<string>("""
            select string_agg((p ->> 'prompt') || ' ' || (p ->> 'probability'), ', ') from predicted_scenes, jsonb_array_elements(predictions) as p
            """));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs where kind = 'studio.make-ahead'"));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from generations"));
    }

    /// <summary>A project each, of other things: what was made for one is nothing to the next.</summary>
    [Fact(Timeout = 120_000)]
    public async Task No_more_is_spent_than_was_allowed()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var paid = 0;
        foreach (var (thing, mostUsd, leastProbability, made) in ((string, decimal, double, int)[])
            [("boat", 0.5m, 0.05, 0), ("house", 0.6m, 0.05, 1), ("horse", 1.2m, 0.05, 2), ("guitar", 1.2m, 0.5, 1)])     // $0.60 a shot
        {
            string[] prompts = [$"A {thing} is bought", $"A {thing} is painted", $"A {thing} stands there"];
            var scenes = await LayOutAsync(server.Server.Http, new(MakeAhead: new(leastProbability, mostUsd)), seconds: 5, prompts);

            await server.Server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
            await server.UntilEndedAsync();

            Assert.Equal([1, Math.Min(made, 1), Math.Max(made - 1, 0)], prompts.Select(runway.PaidFor));
            paid += 1 + made;
            Assert.Equal((100_010 - 60 * paid, 0), await server.CreditsAsync());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Too_little_left_of_the_budget_makes_nothing_ahead_and_is_no_failure()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var scenes = await LayOutAsync(server.Server.Http, new(BudgetUsd: 1, MakeAhead: new(0.05, 10)), seconds: 5);

        await server.Server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.StartsWith("cancelled: Nothing more was made ahead: The project's budget is $1.00", await server.Database.ValueAsync<string>(
            "select status || ': ' || error_message from jobs where kind = 'studio.make-ahead'"), StringComparison.Ordinal);
        Assert.Equal(0, runway.PaidFor("A boat is painted"));
        Assert.Equal((100_010 - 60, 0), await server.CreditsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_being_made_ahead_is_waited_for_and_paid_for_once()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        runway.Arrived = (name, step) =>
        {
            if (name != "A boat is painted" || step != FakeStep.Ask)
                return Task.CompletedTask;
            arrived.TrySetResult();
            return goOn.Task;
        };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scenes = await LayOutAsync(http, new(MakeAhead: new(0.5, 10)), seconds: 5);

        await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        await server.Database.HurryUntilAsync("select exists (select from jobs where kind = 'studio.make-ahead')");
        while (!arrived.Task.IsCompleted)
        {
            await server.Database.HurryAsync();
            await Task.WhenAny(arrived.Task, Task.Delay(100, TestContext.Current.CancellationToken));
        }
        var second = await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[1]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        await server.Database.UntilAsync("select status = 'parked' from jobs where id = $1", second.JobId);
        goOn.SetResult();
        await server.UntilEndedAsync();

        Assert.Equal("predicted", (await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{second.JobId}")).ServedBy);
        Assert.Equal(1, runway.PaidFor("A boat is painted"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from generations where status = 'processing'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_foreseen_no_more_while_it_is_made_is_fetched_all_the_same()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var runway = new RunwayFake
        {
            Film = await ShotApiTests.FilmAsync(),
            Arrived = (name, step) =>
            {
                if ((name, step) != ("A boat is painted", FakeStep.Ask))
                    return Task.CompletedTask;
                arrived.TrySetResult();
                return goOn.Task;
            },
        };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var scenes = await LayOutAsync(http, new(MakeAhead: new(0.5, 10)), seconds: 5);

        await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        while (!arrived.Task.IsCompleted)
        {
            await server.Database.HurryAsync();
            await Task.WhenAny(arrived.Task, Task.Delay(100, TestContext.Current.CancellationToken));
        }
        await server.Database.RunAsync("delete from predicted_scenes");
        goOn.SetResult();
        await server.UntilEndedAsync();
        var second = await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[1]}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.Equal("exact", (await http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{second.JobId}")).ServedBy);
        Assert.Equal(1, runway.PaidFor("A boat is painted"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_foreseen_shot_that_was_wrong_is_not_served_again()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var scenes = await LayOutAsync(server.Http, new("1:1", MakeAhead: new(0.5, 1)));
        await ShotCastTests.ShootAsync(server, scenes[0]);
        await server.Database.UntilAsync("select exists (select from jobs where kind = 'studio.make-ahead' and completed_at is not null)");
        var second = await ShotCastTests.ShootAsync(server, scenes[1]);

        await server.Http.SendAsync<WrongHitView>(HttpMethod.Post, "/api/cache/reports", new NewWrongHit(second.GenerationId!.Value), HttpStatusCode.Created);

        Assert.Equal("provider", (await ShotCastTests.ShootAsync(server, scenes[1])).ServedBy);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_drawing_is_counted_once_however_many_shots_it_goes_along_with()
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync());
        await using var server = await OrderServer.StartAsync(cluster, [veo], drawers: leonardo);
        var scenes = await LayOutAsync(server.Server.Http, new(MakeAhead: new(0.05, 10), Drawing: new(["leonardo"])), 8,
            "A boat is bought", "Mara paints the boat", "Mara sails the boat");

        await server.Server.Http.SendAsync<OrderedShotView>(
            HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "veo"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.Equal((1, 1, 1), (leonardo.Paid, veo.PaidFor("Mara paints the boat"), veo.PaidFor("Mara sails the boat")));
        // $0.40 a second, eight seconds a shot; the drawing is the first one's.
        Assert.Equal(["3.2147", "3.2"], await server.Database.ColumnAsync<string>(
            "select trim_scale((p ->> 'costUsd')::numeric)::text from predicted_scenes, jsonb_array_elements(predictions) p order by p -> 'probability' desc"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_cache_has_leaves_the_money_to_the_next_scene()
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync());
        await using var server = await OrderServer.StartAsync(cluster, [veo], drawers: leonardo);
        var http = server.Server.Http;
        var scenes = await LayOutAsync(http, new(MakeAhead: new(0.05, 3.5m), Drawing: new(["leonardo"])), 8,
            "A boat is bought", "A boat is painted", "Mara sails the boat");
        await http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate",
            new NewShot("A boat is painted", "nudity, gore", 8, Provider: "veo"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/generate", new NewSceneShot(Provider: "veo"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        // One shot with its drawing takes $3.22 of the $3.50 at most.
        Assert.Equal((1, 1, 1), (leonardo.Paid, veo.PaidFor("A boat is painted"), veo.PaidFor("Mara sails the boat")));
    }

    /// <returns>The scenes, of which all but the last are written.</returns>
    private static async Task<IReadOnlyList<Guid>> LayOutAsync(HttpClient http, ProjectSettings settings, double seconds = 2, params string[] prompts)
    {
        var format = await http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats",
            Format with { Beats = [.. Format.Beats.Select(beat => beat with { SuggestedDurationSeconds = seconds })] }, HttpStatusCode.Created);
        var project = await http.AddProjectAsync(new("Boats", FormatId: format.Id, Settings: settings));
        var scenes = await http.ScenesAsync(project.Id);
        if (settings.Drawing is not null)
            await http.AddCharacterAsync(project.Id, new("Mara", new(Clothing: "a yellow oilskin coat")));
        foreach (var (scene, words) in scenes.Zip(prompts is [] ? ["A boat is bought", "A boat is painted", "A boat sails"] : prompts))
            await http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit(words));
        return [.. scenes.Select(scene => scene.Id)];
    }
}
