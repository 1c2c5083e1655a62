using Backlot.Benchmarks.Jobs;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Benchmarks.Caches;

/// <summary>The shipped caches on a database, without the rest of the server, and an owner who asks them. Each call has a scope of its own, as
/// a job has.</summary>
internal sealed class CacheHouse(BenchDatabase database, Guid owner, string? redisUrl = null) : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddEngine(database.ConnectionString, new() { DataFolder = "", RunsJobs = false })
        .AddCaches(new Settings { DataFolder = "", RunsJobs = false, RedisUrl = redisUrl }).BuildServiceProvider();

    public Guid Owner => owner;

    public Task<CacheHit?> FindAsync(CacheQuestion question, CancellationToken ct) => InScopeAsync((caches, _) => caches.FindAsync(owner, question, ct));

    /// <summary>As a job does when its shot is made: the asset and the entries in one transaction.</summary>
    /// <returns>The asset.</returns>
    public Task<Guid> KeepAsync(CacheQuestion question, decimal costUsd, CancellationToken ct) => InScopeAsync(async (caches, db) =>
    {
        var place = await caches.PlaceAsync(owner, question, ct);
        return await db.InTransactionAsync(() => KeepAsync(caches, db, question, place, costUsd, ct), ct);
    });

    private async Task<Guid> KeepAsync(GenerationCaches caches, BacklotDb db, CacheQuestion question, PromptPlace? place, decimal costUsd, CancellationToken ct)
    {
        var asset = Guid.CreateVersion7();
        await using var add = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        add.CommandText = "insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, status) values ($1, $2, 'video', 'generated', 'shot.mp4', $3, 1, 'ready')";
        add.Parameters.AddRange((NpgsqlParameter[])[new() { Value = asset }, new() { Value = owner }, new() { Value = $"{asset:N}{asset:N}" }]);
        await add.ExecuteNonQueryAsync(ct);
        await caches.KeepAsync(owner, question, place, asset, costUsd, ct);
        return asset;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<T> InScopeAsync<T>(Func<GenerationCaches, BacklotDb, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        db.Owner = owner;
        return await work(scope.ServiceProvider.GetRequiredService<GenerationCaches>(), db);
    }
}
