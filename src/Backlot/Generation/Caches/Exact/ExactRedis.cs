using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Platform.Redis;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Exact;

/// <summary>The exact level in a Redis. It knows nothing of transactions and deletions, so what it answers counts only while the database
/// has the asset; what it holds without is thrown away.</summary>
internal sealed class ExactRedis(RedisStore redis, BacklotDb db, TimeProvider time) : IExactStore
{
    public async Task<ExactEntry?> FindAsync(Guid userId, Guid key, CancellationToken ct)
    {
        var name = Name(userId, key);
        if (await redis.GetAsync(name, ct) is not { } bytes)
            return null;
        if (Read(bytes) is { } entry && await HasAssetAsync(userId, entry.AssetId, ct))
            return entry;
        await redis.DeleteAsync(name, ct);
        return null;
    }

    public Task KeepAsync(Guid userId, Guid key, ExactEntry entry, DateTimeOffset expiresAt, CancellationToken ct) =>
        redis.SetAsync(Name(userId, key), JsonSerializer.SerializeToUtf8Bytes(entry), expiresAt - time.GetUtcNow(), ct);

    public Task ForgetAsync(Guid userId, Guid key, CancellationToken ct) => redis.DeleteAsync(Name(userId, key), ct);

    private static string Name(Guid userId, Guid key) => $"backlot:exact:{userId:N}:{key:N}";

    /// <returns>Null for what somebody else wrote.</returns>
    private static ExactEntry? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ExactEntry>(bytes) is { Prompt: not null, CostUsd: >= 0 } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> HasAssetAsync(Guid userId, Guid assetId, CancellationToken ct) => (await db.Database.SqlQueryRaw<bool>(
        SqlFile.Read("Generation/Caches/Exact/Sql/has_asset.sql"), assetId, userId).ToListAsync(ct)).Single();
}
