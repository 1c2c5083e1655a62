using Backlot.Cli;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Scenes;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Studio;
using Backlot.Tests.Studio.Shots;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>A storyboard that is shot again after something in it was changed.</summary>
public sealed class FilmShootingTests(TestCluster cluster)
{
    private static readonly FilmBrief Night = new("Two nights",
        [new("A lighthouse above the sea", DurationSeconds: 5), new("Mara in a hall with candles", DurationSeconds: 5)],
        Brain: new("Lamplight", BrainParameters.None with { ColorGrading = new(["indigo"], "") }),
        Characters: [new("Mara", new(Clothing: "a grey coat"))], Provider: "runway");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Exactly_those_scenes_are_shot_again_that_would_be_ordered_in_another_way()
    {
        var film = await ShotApiTests.FilmAsync();
        await using var runway = new RunwayFake { Film = film };
        await using var kling = new KlingFake { Film = film };
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var look = Night with { Characters = [new("Mara", new(Clothing: "a red coat"))] };
        var brain = look with { Brain = new("Lamplight", BrainParameters.None with { ColorGrading = new(["amber"], "") }) };
        var avoid = brain with { Settings = new(CustomBrainParams: new(Avoid: "neon signs")) };
        var seed = avoid with { Seed = 2 };
        var provider = seed with { Provider = "kling" };
        var model = provider with { Model = "kling-v2-6" };
        var resolution = model with { Resolution = "1080p" };
        var length = resolution with { Scenes = [Night.Scenes[0], Night.Scenes[1] with { DurationSeconds = 10 }] };

        Assert.Equal(["1 2", "", "2", "1 2", "1 2", "1 2", "1 2", "1 2", "1 2", "2", ""],
            await ShootAsync(server, Night, Night, look, brain, avoid, seed, provider, model, resolution, length, length));
        var paid = await PaidAsync(server);
        Assert.Equal(["1 2"], await ShootAsync(server, avoid));
        // Whoever goes back finds what was paid for then.
        Assert.Equal((16L, 16L), (paid, await PaidAsync(server)));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_scene_that_names_its_own_provider_is_shot_by_that()
    {
        var film = await ShotApiTests.FilmAsync();
        await using var runway = new RunwayFake { Film = film };
        await using var kling = new KlingFake { Film = film };
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var file = Night with { Model = "gen4.5", Scenes = [Night.Scenes[0], Night.Scenes[1] with { Parameters = new(ModelProvider: "kling/kling-v2-6") }] };

        Assert.Equal(["1 2", ""], await ShootAsync(server, file, file));

        Assert.Equal(["runway/gen4.5", "kling/kling-v2-6"], await server.Database.ColumnAsync<string>(
            "select g.provider || '/' || g.model from generations g join scenes s on s.id = g.scene_id order by s.order_key"));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_not_in_the_file_any_more_is_taken_out_of_the_project()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var plain = Night with { Brain = null, Characters = [new("Jonas ")] };

        Assert.Equal(["1 2", "1 2", ""], await ShootAsync(server, Night, plain, plain));

        Assert.Equal([true], await server.Database.ColumnAsync<bool>("select brain_id is null from projects"));
        Assert.Equal(["Jonas"], await server.Database.ColumnAsync<string>("select name from characters"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_locked_shot_stays_and_so_do_words_of_ones_own()
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        Assert.Equal(["1 2"], await ShootAsync(server, Night));
        var scenes = await server.Database.ColumnAsync<Guid>("select id from scenes order by order_key");
        await server.Server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scenes[0]}/lock");
        await server.Server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scenes[1]}", new SceneEdit(EnhancedPrompt: "Candles, a hall, Mara"));

        var brain = Night with { Brain = new("Lamplight", BrainParameters.None with { ColorGrading = new(["amber"], "") }) };
        Assert.Equal(["2", ""], await ShootAsync(server, brain, Night));

        Assert.Equal("Candles, a hall, Mara", await server.Database.ValueAsync<string>("select enhanced_prompt from scenes where id = $1", scenes[1]));
    }

    /// <returns>For each file, after the one before it: the numbers of the scenes that got a new version.</returns>
    private static async Task<List<string>> ShootAsync(OrderServer server, params FilmBrief[] files)
    {
        using var client = BacklotClient.To(server.Server.Http.BaseAddress!, server.Server.Token);
        var shot = new List<string>();
        foreach (var file in files)
        {
            var before = await VersionsAsync(server);
            var shooting = new FilmShooting(client, file, lookSeconds: 0.05).ShootAsync(await new FilmProject(client, file).BringAsync(Ct), Ct);
            while (!shooting.IsCompleted)
            {
                await server.Database.HurryAsync();
                await Task.WhenAny(shooting, Task.Delay(50, Ct));
            }
            await shooting;
            var after = await VersionsAsync(server);
            shot.Add(string.Join(' ', after.Index().Where(scene => scene.Item > before.ElementAtOrDefault(scene.Index)).Select(scene => scene.Index + 1)));
        }
        return shot;
    }

    private static Task<long> PaidAsync(OrderServer server) =>
        server.Database.ValueAsync<long>("select count(*) from generations where served_by = 'provider'");

    private static Task<List<int>> VersionsAsync(OrderServer server) =>
        server.Database.ColumnAsync<int>("select iteration_count from scenes order by order_key");
}
