using Backlot.Generation.Caches;
using Backlot.Library.Generations;
using Backlot.Platform.Http;
using Backlot.Studio.Projects;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Pictures of who and what a scene names, which go along with its shot.</summary>
public sealed class ShotCastTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task What_was_drawn_once_is_in_every_later_shot_and_a_wrong_one_is_drawn_anew()
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [veo]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("The lighthouse", Settings: new(Drawing: new(Things: [new("prop", "lantern", "a brass lantern with red glass")]))));
        await http.AddCharacterAsync(project.Id, new("Mara", new(Clothing: "a yellow oilskin coat")));
        await http.AddCharacterAsync(project.Id, new("Nobody in particular"));

        Assert.Equal(2, await ShootAsync(server, veo, project.Id, "Mara lifts the lantern. Nobody in particular looks on."));
        Assert.Equal(1, await ShootAsync(server, veo, project.Id, "Mara sleeps on the stairs"));

        Assert.Equal(
            ["image component a yellow oilskin coat", "image provider a brass lantern with red glass", "image provider a yellow oilskin coat", "video provider Mara lifts the lantern", "video provider Mara sleeps on the stairs"],
            await server.Database.ColumnAsync<string>("select kind || ' ' || served_by || ' ' || split_part(prompt, '.', 1) as made from generations order by made"));
        var level = (await http.SendAsync<CacheView>(HttpMethod.Get, "/api/cache")).Levels.Single(l => l.Level == "component");
        Assert.Equal((1L, 2L), (level.Hits, level.Entries));

        var served = (await http.SendAsync<Page<GenerationView>>(HttpMethod.Get, "/api/generations?kind=image")).Items.Single(g => g.ServedBy == "component");
        Assert.StartsWith("a yellow oilskin coat. One person", served.Cache!.Prompt, StringComparison.Ordinal);
        await http.SendAsync<WrongHitView>(HttpMethod.Post, "/api/cache/reports", new NewWrongHit(served.Id), System.Net.HttpStatusCode.Created);
        Assert.Equal(1, await ShootAsync(server, veo, project.Id, "Mara wakes"));
        Assert.Equal(3, await server.Database.ValueAsync<long>("select count(*) from generations where kind = 'image' and served_by = 'provider'"));
        Assert.Empty(Directory.GetFileSystemEntries(server.Server.Folder.Temp));
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_many_shots_at_once_one_has_it_drawn()
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [veo]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("The lighthouse", Settings: new(Drawing: new())));
        await http.AddCharacterAsync(project.Id, new("Mara", new(Clothing: "a yellow oilskin coat")));

        for (var n = 1; n <= 5; n++)
        {
            var scene = await http.AddSceneAsync(project.Id, new($"Mara climbs step {n}", DurationSeconds: 8));
            await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "veo"), System.Net.HttpStatusCode.Accepted);
        }
        await server.UntilEndedAsync();

        Assert.Equal(["component 4", "provider 1"], await server.Database.ColumnAsync<string>(
            "select served_by || ' ' || count(*) as served from generations where kind = 'image' group by served_by order by served"));
        Assert.Equal(5, await server.Database.ValueAsync<long>("select count(*) from generations where kind = 'video' and status = 'completed'"));
        Assert.All(veo.Requests.Where(r => r.Line.Contains(":predictLongRunning", StringComparison.Ordinal)), order => Assert.Equal(1, PicturesOf(order)));
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_is_drawn_for_those_who_take_no_pictures()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("The lighthouse", Settings: new(Drawing: new())));
        await http.AddCharacterAsync(project.Id, new("Mara", new(Clothing: "a yellow oilskin coat")));
        var scene = await http.AddSceneAsync(project.Id, new("Mara climbs", DurationSeconds: 5));

        await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "runway"), System.Net.HttpStatusCode.Accepted);
        await server.UntilEndedAsync();

        Assert.Equal(["video completed"], await server.Database.ColumnAsync<string>("select kind || ' ' || status from generations"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_picture_of_ones_own_goes_to_models_that_take_such_and_makes_another_shot_of_it()
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [veo]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync();
        await http.AddCharacterAsync(project.Id, new("Mara", ReferenceImages: [await server.Server.AddPictureAsync(40)]));
        await http.AddCharacterAsync(project.Id, new("Tom", new(Clothing: "a black hat")));

        var pictures = new List<int>();
        foreach (var (words, seconds) in ((string, double)[])[("Mara and Tom at sea", 8), ("Mara at sea", 4), ("Tom at sea", 8)])
        {
            var scene = await http.AddSceneAsync(project.Id, new(words, DurationSeconds: seconds));
            await http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "veo"), System.Net.HttpStatusCode.Accepted);
            await server.UntilEndedAsync();
            pictures.Add(PicturesOf(veo.Requests.Last(r => r.Line.Contains(":predictLongRunning", StringComparison.Ordinal))));
        }

        // Nothing is drawn where nobody asked for it, and this model takes pictures for eight seconds only.
        Assert.Equal([1, 0, 0], pictures);
        Assert.Equal(["completed", "completed", "completed"], await server.Database.ColumnAsync<string>("select status from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_cannot_draw_is_said_before_anything_is_ordered()
    {
        await using var veo = new VeoFake();
        await using var server = await OrderServer.StartAsync(cluster, [veo]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(Drawing: new(["gemini"], [new("background", "harbour", "a small harbour")]))));
        var scene = await http.AddSceneAsync(project.Id, new("Dawn in the harbour", DurationSeconds: 8));
        var nobody = await http.AddProjectAsync(new("Wrong", Settings: new(Drawing: new(["nobody"], [new("background", "harbour", "a small harbour")]))));
        var other = await http.AddSceneAsync(nobody.Id, new("Dawn in the harbour", DurationSeconds: 8));

        var missing = await http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "veo"));
        var unknown = await http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{other.Id}/generate", new NewSceneShot(Provider: "veo"));

        Assert.Equal((409, "key.missing"), (missing.Status, missing.Code));
        Assert.Equal((422, "provider.unknown"), (unknown.Status, unknown.Code));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from generations) + (select count(*) from jobs where kind = 'studio.make-shot')"));
    }

    /// <returns>How many pictures went along.</returns>
    private static async Task<int> ShootAsync(OrderServer server, VeoFake veo, Guid project, string words)
    {
        var scene = await server.Server.Http.AddSceneAsync(project, new(words, DurationSeconds: 8));
        await server.Server.Http.SendAsync<OrderedShotView>(
            HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "veo"), System.Net.HttpStatusCode.Accepted);
        await server.UntilEndedAsync();
        return PicturesOf(veo.Requests.Last(r => r.Line.Contains(":predictLongRunning", StringComparison.Ordinal)));
    }

    private static int PicturesOf(AskedRequest order) =>
        order.Json.GetProperty("instances")[0].TryGetProperty("referenceImages", out var sent) ? sent.GetArrayLength() : 0;

    internal static async Task<ShotStatusView> ShootAsync(TestServer server, Guid scene)
    {
        var ordered = await server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, $"/api/scenes/{scene}/generate", new NewSceneShot("360p"), System.Net.HttpStatusCode.Accepted);
        await server.Database.UntilAsync("select completed_at is not null from jobs where id = $1", ordered.JobId);
        var status = await server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
        Assert.True(status.Status == "completed", status.Error);
        return status;
    }
}
