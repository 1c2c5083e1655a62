using Backlot.Generation.Caches.Components;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Generation.Caches;

public sealed class ComponentCacheTests(TestCluster cluster)
{
    private const string Mara = """{"age":"forty","clothing":"a red coat, no hat"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_component_is_found_by_what_describes_it_and_never_grows_too_old()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        var pictures = await KeepAsync(server, ComponentType.Character, Mara, 2);
        time.Advance(TimeSpan.FromDays(2000));

        var same = await FindAsync(server, ComponentType.Character, """{"clothing":"A red coat, no hat","age":"forty"}""");
        var near = await FindAsync(server, ComponentType.Character, """{"age":"forty","clothing":"red overcoat, without hat"}""");

        Assert.Equal((1, 0.08m), (same!.Likeness, same.SavedUsd));
        Assert.Equal(pictures, same.AssetIds);
        Assert.Equal(pictures, near!.AssetIds);
        Assert.Null(await FindAsync(server, ComponentType.Character, """{"age":"forty","clothing":"a red coat, a hat"}"""));
        Assert.Null(await FindAsync(server, ComponentType.Prop, Mara));
    }

    [Fact(Timeout = 60_000)]
    public async Task Pictures_that_were_deleted_are_left_out_and_without_any_it_is_no_hit()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var pictures = await KeepAsync(server, ComponentType.Background, """{"place":"a harbour at night"}""", 2);

        await server.DeleteAssetAsync(pictures[0]);
        Assert.Equal([pictures[1]], (await FindAsync(server, ComponentType.Background, """{"place":"a harbor at night"}"""))!.AssetIds);
        await server.DeleteAssetAsync(pictures[1]);
        Assert.Null(await FindAsync(server, ComponentType.Background, """{"place":"a harbour at night"}"""));
    }

    [Fact(Timeout = 60_000)]
    public async Task Kept_again_it_has_the_new_pictures_and_a_descriptor_without_words_is_not_kept()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await KeepAsync(server, ComponentType.Character, Mara, 1);
        var newer = await KeepAsync(server, ComponentType.Character, Mara, 3);
        await KeepAsync(server, ComponentType.Character, "{}", 1);

        Assert.Equal(newer, (await FindAsync(server, ComponentType.Character, Mara))!.AssetIds);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from component_cache"));
    }

    private static Task<ComponentHit?> FindAsync(TestServer server, ComponentType type, string descriptor) =>
        server.InScopeAsync((at, user) => at.GetRequiredService<ComponentCache>().FindAsync(user, type, descriptor, Ct));

    private static Task<List<Guid>> KeepAsync(TestServer server, ComponentType type, string descriptor, int pictures) => server.InScopeAsync(async (at, user) =>
    {
        var db = at.GetRequiredService<BacklotDb>();
        var assets = Enumerable.Range(0, pictures).Select(_ => CachesOfServer.AssetOf(user)).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync(Ct);
        var ids = assets.ConvertAll(a => a.Id);
        var components = at.GetRequiredService<ComponentCache>();
        await components.KeepAsync(user, type, descriptor, await components.VectorAsync(user, descriptor, Ct), ids, 0.08m, Ct);
        return ids;
    });
}
