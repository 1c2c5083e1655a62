using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Platform.Http;
using Backlot.Studio.Storyboards;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio;

public sealed class StoryboardApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly object Heist = new
    {
        name = "The quiet heist",
        presetKey = "noir",
        projectType = "short",
        character = new { name = "Mara", appearance = new { clothing = "a grey coat" } },
        scenes = new object[]
        {
            new { prompt = "A rooftop at dusk", parameters = new { mood = -0.5, cameraAngle = 1.0 }, durationSeconds = 6.5 },
            new { prompt = "The vault door" },
            new { prompt = "Rain on the getaway car" },
        },
    };

    [Fact(Timeout = 60_000)]
    public async Task A_storyboard_comes_back_as_it_was_written()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var made = await AddAsync(server.Http);
        var read = await server.Http.GetFromJsonAsync<StoryboardView>($"/api/storyboards/{made.Id}", Ct);

        Assert.Equal(JsonSerializer.Serialize(made), JsonSerializer.Serialize(read));
        Assert.Equal(("The quiet heist", "noir", "Mara", "a grey coat"),
            (made.Name, made.PresetKey, made.Character?.Name, made.Character?.Appearance?.Clothing));
        Assert.Equal(["A rooftop at dusk", "The vault door", "Rain on the getaway car"], made.Scenes.Select(s => s.Prompt));
        Assert.Equal([1, 2, 3], made.Scenes.Select(s => s.SequenceNumber));
        Assert.Equal((-0.5, 1.0, null, 6.5),
            (made.Scenes[0].Parameters.Mood, made.Scenes[0].Parameters.CameraAngle, made.Scenes[0].Parameters.Pacing, made.Scenes[0].DurationSeconds));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_edit_changes_only_what_is_given()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var made = await AddAsync(server.Http);

        var edited = await EditAsync(server.Http, made.Id, new { name = "The loud heist" });

        Assert.Equal("The loud heist", edited.Name);
        Assert.Equal(JsonSerializer.Serialize(made with { Name = "The loud heist", UpdatedAt = edited.UpdatedAt }), JsonSerializer.Serialize(edited));
        Assert.True(edited.UpdatedAt >= made.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task Scenes_are_moved_changed_added_and_deleted_by_the_list_that_is_sent()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var made = await AddAsync(server.Http);

        var edited = await EditAsync(server.Http, made.Id, new
        {
            scenes = new object[]
            {
                new { id = made.Scenes[2].Id, prompt = "Rain on the getaway car" },
                new { id = made.Scenes[0].Id, prompt = "A rooftop at night" },
                new { prompt = "Credits" },
            },
        });

        Assert.Equal([made.Scenes[2].Id, made.Scenes[0].Id], edited.Scenes.Take(2).Select(s => s.Id));
        Assert.Equal(["Rain on the getaway car", "A rooftop at night", "Credits"], edited.Scenes.Select(s => s.Prompt));
        Assert.Equal(6.5, edited.Scenes[1].DurationSeconds);
        Assert.Equal(3, await server.Database.ValueAsync<long>("select count(*) from scenes"));
        Assert.Equal(edited.Scenes.Select(s => s.Id),
            await server.Database.ColumnAsync<Guid>("select id from scenes order by order_key, id"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_scene_of_another_storyboard_or_a_scene_twice_is_refused()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (one, other) = (await AddAsync(server.Http), await AddAsync(server.Http));

        foreach (var scenes in new[] { new[] { other.Scenes[0].Id }, [one.Scenes[0].Id, one.Scenes[0].Id] })
        {
            using var reply = await server.Http.PatchAsJsonAsync($"/api/storyboards/{one.Id}",
                new { scenes = scenes.Select(id => new { id, prompt = "x" }) }, Ct);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
            Assert.Contains($"/scenes/{scenes.Length - 1}/id", (await ProblemDocument.ReadAsync(reply)).Errors?.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(6, await server.Database.ValueAsync<long>("select count(*) from scenes where prompt <> 'x'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_locked_scene_may_move_but_neither_change_nor_go()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var made = await AddAsync(server.Http);
        await server.Database.RunAsync("update scenes set status = 'locked' where id = $1", made.Scenes[0].Id);

        using var changed = await server.Http.PatchAsJsonAsync($"/api/storyboards/{made.Id}",
            new { scenes = new[] { new { id = made.Scenes[0].Id, prompt = "Another" } } }, Ct);
        using var gone = await server.Http.PatchAsJsonAsync($"/api/storyboards/{made.Id}", new { scenes = Array.Empty<object>() }, Ct);
        var moved = await EditAsync(server.Http, made.Id, new
        {
            scenes = new[] { made.Scenes[1], made.Scenes[2], made.Scenes[0] }.Select(s => new { id = s.Id, prompt = s.Prompt }),
        });

        Assert.Equal("scene.locked", (await ProblemDocument.ReadAsync(changed)).Code);
        Assert.Equal("scene.locked", (await ProblemDocument.ReadAsync(gone)).Code);
        Assert.Equal(made.Scenes[0].Id, moved.Scenes[2].Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_find_by_a_part_of_the_name_and_count_scenes()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        await AddAsync(server.Http);
        using (await server.Http.PostAsJsonAsync("/api/storyboards", new { name = "100% wool" }, Ct)) { }

        Assert.Equal(["100% wool", "The quiet heist"], (await ListAsync(server, "")).Select(s => s.Name));
        Assert.Equal([3], (await ListAsync(server, "?q=QUIET")).Select(s => s.SceneCount));
        Assert.Equal(["100% wool"], (await ListAsync(server, "?q=0%25")).Select(s => s.Name));
        Assert.Empty(await ListAsync(server, "?q=_"));
        Assert.Empty(await ListAsync(server, $"?userId={Guid.CreateVersion7()}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task By_user_ones_own_are_listed_and_of_somebody_else_there_is_nothing_to_see()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var other = await TestUser.AddAsync(server, "other");
        var (own, theirs) = (await AddAsync(server.Http), await AddAsync(other.Http));
        var everybody = (string[])["", $"?userId={server.OwnerId}", $"?userId={other.Id}", $"?userId={server.OwnerId}&q=quiet", $"?userId={other.Id}&q=quiet"];

        Assert.Equal([[own.Id], [own.Id], [], [own.Id], []], await ListedAsync(server.Http));
        Assert.Equal([[theirs.Id], [], [theirs.Id], [], [theirs.Id]], await ListedAsync(other.Http));
        var odd = await server.Http.RefusedAsync(HttpMethod.Get, "/api/storyboards?userId=me");
        Assert.Equal(400, odd.Status);

        async Task<List<Guid[]>> ListedAsync(HttpClient http)
        {
            var listed = new List<Guid[]>();
            foreach (var query in everybody)
            {
                var page = await http.SendAsync<Page<StoryboardSummary>>(HttpMethod.Get, "/api/storyboards" + query);
                listed.Add([.. page.Items.Select(storyboard => storyboard.Id)]);
            }
            return listed;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_storyboard_takes_its_scenes_and_characters_along()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var made = await AddAsync(server.Http);

        using var deleted = await server.Http.DeleteAsync(new Uri($"/api/storyboards/{made.Id}", UriKind.Relative), Ct);
        using var again = await server.Http.DeleteAsync(new Uri($"/api/storyboards/{made.Id}", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("not-found", (await ProblemDocument.ReadAsync(again)).Code);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from scenes) + (select count(*) from characters)"));
    }

    private static async Task<StoryboardView> AddAsync(HttpClient http)
    {
        using var reply = await http.PostAsJsonAsync("/api/storyboards", Heist, Ct);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        var made = await reply.Content.ReadFromJsonAsync<StoryboardView>(Ct);
        Assert.NotNull(made);
        Assert.Equal($"/api/storyboards/{made.Id}", reply.Headers.Location?.OriginalString);
        return made;
    }

    private static async Task<StoryboardView> EditAsync(HttpClient http, Guid id, object edit)
    {
        using var reply = await http.PatchAsJsonAsync($"/api/storyboards/{id}", edit, Ct);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return await reply.Content.ReadFromJsonAsync<StoryboardView>(Ct) ?? throw new JsonException();
    }

    private static async Task<IReadOnlyList<StoryboardSummary>> ListAsync(TestServer server, string query) =>
        (await server.Http.GetFromJsonAsync<Page<StoryboardSummary>>("/api/storyboards" + query, Ct))?.Items ?? [];
}
