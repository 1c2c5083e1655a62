using Backlot.Generation;
using Backlot.Platform.Redis;
using Backlot.Tests.Platform.Redis;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static Backlot.Tests.Generation.Caches.CachesOfServer;

namespace Backlot.Tests.Generation.Caches;

/// <summary>The exact level in a real Redis.</summary>
public sealed class RedisCacheTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task What_one_server_made_another_serves_and_the_database_keeps_no_copy()
    {
        await using var redis = await RedisProcess.StartAsync();
        var database = await cluster.NewDatabaseAsync();
        await using var one = await StartAsync(redis, database);
        await using var other = await StartAsync(redis, database);

        var asset = await one.KeepAsync(Lighthouse);
        var hit = await other.FindAsync(Lighthouse, one.OwnerId);

        Assert.Equal((ServedBy.Exact, asset), (hit!.Level, hit.AssetId));
        Assert.Equal(0, await database.ValueAsync<long>("select count(*) from exact_cache"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Redis_does_not_know_of_deleted_assets_and_they_are_not_served()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var server = await StartAsync(redis);
        var asset = await server.KeepAsync(Lighthouse);

        await server.DeleteAssetAsync(asset);

        Assert.Null(await server.FindAsync(Lighthouse));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_its_Redis_the_server_works_and_the_semantic_level_has_the_same_prompts()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var server = await StartAsync(redis);
        await redis.StopAsync();

        var asset = await server.KeepAsync(Lighthouse);
        var hit = await server.FindAsync(Lighthouse);
        await redis.StartAgainAsync();

        Assert.Equal((ServedBy.Semantic, asset, 1), (hit!.Level, hit.AssetId, hit.Likeness));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_hit_is_forgotten_by_Redis_too()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var server = await StartAsync(redis);
        await server.KeepAsync(Lighthouse);

        await server.ReportWrongAsync(Lighthouse, (await server.FindAsync(Lighthouse))!);

        Assert.Null(await server.FindAsync(Lighthouse));
    }

    /// <summary>Patient, so that a busy machine is not taken for a Redis that is away.</summary>
    private Task<TestServer> StartAsync(RedisProcess redis, NpgsqlConnectionStringBuilder? database = null) => TestServer.StartAsync(cluster,
        services => services.AddSingleton(at => new RedisStore(redis.Address, TimeProvider.System, NullLogger<RedisStore>.Instance) { Patience = TimeSpan.FromSeconds(20) }),
        settings => settings with { RedisUrl = redis.Url }, database: database);
}
