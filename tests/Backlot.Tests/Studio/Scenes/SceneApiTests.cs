using System.Net;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Studio;
using Backlot.Studio.Scenes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Studio.Scenes;

public sealed class SceneApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Scenes_are_put_in_anywhere_and_ordered_anew()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = (await server.Http.AddProjectAsync()).Id;
        var first = await server.Http.AddSceneAsync(project, new("First"));
        var last = await server.Http.AddSceneAsync(project, new("Last", new(Lighting: -0.5), 7.5));

        var middle = await server.Http.AddSceneAsync(project, new("Middle", After: first.Id));
        var ordered = await server.Http.SendAsync<SceneList>(HttpMethod.Put, $"/api/projects/{project}/scenes/order", new SceneOrder([last.Id, first.Id, middle.Id]));

        Assert.Equal((1, 2, 2), (first.SequenceNumber, last.SequenceNumber, middle.SequenceNumber));
        Assert.Equal((7.5, -0.5, SceneStatus.Pending), (last.DurationSeconds, last.Parameters.Lighting, last.Status));
        Assert.Equal(["Last", "First", "Middle"], ordered.Items.Select(s => s.Prompt));
        Assert.Equal([1, 2, 3], ordered.Items.Select(s => s.SequenceNumber));
        Assert.Equal(3, (await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{middle.Id}")).SequenceNumber);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_put_where_keys_have_grown_long_gives_all_scenes_short_ones()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = await server.Http.AddProjectAsync();
        var (first, last) = (await server.Http.AddSceneAsync(project.Id, new("First")), await server.Http.AddSceneAsync(project.Id, new("Last")));
        // As if hundreds had been put behind the first and deleted again.
        await server.Database.RunAsync($"update scenes set order_key = 'a0' || repeat('0', 61) || '1' where id = '{last.Id}'");

        var middle = await server.Http.AddSceneAsync(project.Id, new("Middle", After: first.Id));
        var shown = await server.Http.ScenesAsync(project.Id);

        Assert.Equal(["First", "Middle", "Last"], shown.Select(s => s.Prompt));
        Assert.Equal(2, middle.SequenceNumber);
        Assert.Equal(["a0", "a1", "a2"], await server.Database.ColumnAsync<string>("select order_key from scenes order by order_key"));
        Assert.True(shown[2].UpdatedAt > last.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_order_that_leaves_a_scene_out_or_names_one_twice_or_a_stranger_is_refused()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (project, other) = ((await server.Http.AddProjectAsync()).Id, (await server.Http.AddProjectAsync()).Id);
        var (one, two) = (await server.Http.AddSceneAsync(project, new("One")), await server.Http.AddSceneAsync(project, new("Two")));
        var stranger = await server.Http.AddSceneAsync(other, new("Stranger"));

        foreach (var order in (Guid[][])[[one.Id], [one.Id, one.Id], [one.Id, two.Id, two.Id], [one.Id, stranger.Id]])
            Assert.Equal((422, "sceneIds: name each of the project's 2 scenes once."), await RefusedAsync(HttpMethod.Put, $"/api/projects/{project}/scenes/order", new SceneOrder(order)));
        Assert.Equal((422, "after: name a scene of this project, or leave it out to add the last one."),
            await RefusedAsync(HttpMethod.Post, $"/api/projects/{project}/scenes", new NewScene("Behind", After: stranger.Id)));
        Assert.Equal(["One", "Two"], (await server.Http.ScenesAsync(project)).Select(s => s.Prompt));

        async Task<(int?, string?)> RefusedAsync(HttpMethod method, string path, object body) =>
            await server.Http.RefusedAsync(method, path, body) is var problem ? (problem.Status, problem.Detail) : default;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_locked_scene_may_move_and_nothing_else_until_it_is_unlocked()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = (await server.Http.AddProjectAsync()).Id;
        var scene = await server.Http.AddSceneAsync(project, new("A roof"));
        await AddVersionAsync(server, scene.Id, "A roof");

        var locked = await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/lock");
        var refused = new[]
        {
            await server.Http.RefusedAsync(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit("Another")),
            await server.Http.RefusedAsync(HttpMethod.Delete, $"/api/scenes/{scene.Id}"),
            await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/enhance"),
            await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/restore/1"),
        };
        var shot = await Assert.ThrowsAsync<Refusal>(() => AddVersionAsync(server, scene.Id, "Late"));
        var moved = await server.Http.SendAsync<SceneList>(HttpMethod.Put, $"/api/projects/{project}/scenes/order", new SceneOrder([scene.Id]));
        var unlocked = await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/unlock");

        Assert.Equal(SceneStatus.Locked, locked.Status);
        Assert.All(refused, problem => Assert.Equal((409, "scene.locked"), (problem.Status, problem.Code)));
        Assert.Equal("scene.locked", shot.Code);
        Assert.Single(moved.Items);
        Assert.Equal((SceneStatus.Complete, "A roof"), (unlocked.Status, unlocked.Prompt));
        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from scene_versions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_shot_is_kept_and_any_of_them_comes_back_with_its_words()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new("Take one", DurationSeconds: 4));
        var one = await AddVersionAsync(server, scene.Id, "Take one", new(Mood: 0.5));
        await server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit("Take two"));
        var two = await AddVersionAsync(server, scene.Id, "Take two");

        var shown = await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}");
        var restored = await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/restore/1");
        var versions = await server.Http.SendAsync<Page<SceneVersionView>>(HttpMethod.Get, $"/api/scenes/{scene.Id}/versions");
        var missing = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/restore/3");
        var nonsense = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene.Id}/restore/0");

        Assert.Equal((SceneStatus.Complete, two, 2, "Take two"), (shown.Status, shown.VideoAssetId, shown.IterationCount, shown.Prompt));
        Assert.Equal((SceneStatus.Complete, one, 2, "Take one", 0.5), (restored.Status, restored.VideoAssetId, restored.IterationCount, restored.Prompt, restored.Parameters.Mood));
        Assert.Equal([(2, false), (1, true)], versions.Items.Select(v => (v.VersionNumber, v.IsShown)));
        Assert.Equal((404, 404), (missing.Status, nonsense.Status));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_version_goes_with_its_film_and_a_scene_that_is_gone_takes_no_shot()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new("Take one"));
        var film = await AddVersionAsync(server, scene.Id, "Take one");

        using (await server.Http.DeleteAsync(new Uri($"/api/assets/{film}", UriKind.Relative), Ct)) { }
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from scene_versions"));
        using (var gone = await server.Http.DeleteAsync(new Uri($"/api/scenes/{scene.Id}", UriKind.Relative), Ct))
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        Assert.Equal(404, (await Assert.ThrowsAsync<Refusal>(() => AddVersionAsync(server, scene.Id, "Late"))).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_shot_that_is_being_made_shows_and_one_that_came_to_nothing_leaves_the_scene_as_it_was()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new("Take one"));

        await ShotsAsync(server, shots => shots.BeginAsync(scene.Id, Ct));
        Assert.Equal(SceneStatus.Generating, (await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}")).Status);
        await ShotsAsync(server, shots => shots.GiveUpAsync(scene.Id, Ct));
        Assert.Equal(SceneStatus.Pending, (await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}")).Status);
        await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/lock");
        await ShotsAsync(server, shots => shots.GiveUpAsync(scene.Id, Ct));

        Assert.Equal(SceneStatus.Locked, (await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}")).Status);
        await ShotsAsync(server, shots => shots.GiveUpAsync(Guid.CreateVersion7(), Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_project_has_room_for_500_scenes()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = (await server.Http.AddProjectAsync()).Id;
        await server.Database.RunAsync("""
            insert into scenes (project_id, user_id, order_key) select p.id, p.user_id, 'b' || lpad(n::text, 2, '0') || 'V' from projects p, generate_series(1, 500) n
            """);

        Assert.Equal((409, "project.full"), await server.Http.RefusedAsync(HttpMethod.Post, $"/api/projects/{project}/scenes", new NewScene("One more")) is var full ? (full.Status, full.Code) : default);
    }

    private static async Task<Guid> AddVersionAsync(TestServer server, Guid scene, string prompt, SceneParameters? parameters = null)
    {
        var film = await server.AddAssetAsync(AssetKind.Video);
        var shot = new MadeShot(film.Id, null, prompt, null, parameters ?? new(), 4, Guid.Empty);
        await ShotsAsync(server, shots => shots.AddVersionAsync(scene, shot, job: Guid.Empty, Ct));
        return film.Id;
    }

    private static async Task ShotsAsync(TestServer server, Func<SceneShots, Task> use)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = server.OwnerId;
        await use(scope.ServiceProvider.GetRequiredService<SceneShots>());
    }
}
