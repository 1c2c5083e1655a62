using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Exact;

/// <summary>The exact level in PostgreSQL; written in the caller's transaction.</summary>
internal sealed class ExactTable(BacklotDb db, TimeProvider time) : IExactStore
{
    public async Task<ExactEntry?> FindAsync(Guid userId, Guid key, CancellationToken ct) => (await db.Database.SqlQueryRaw<ExactEntry>(
        SqlFile.Read("Generation/Caches/Exact/Sql/find.sql"), key, userId, time.GetUtcNow()).ToListAsync(ct)).SingleOrDefault();

    public Task KeepAsync(Guid userId, Guid key, ExactEntry entry, DateTimeOffset expiresAt, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        SqlFile.Read("Generation/Caches/Exact/Sql/keep.sql"), [key, userId, entry.AssetId, entry.Prompt, entry.CostUsd, expiresAt, time.GetUtcNow()], ct);

    public Task ForgetAsync(Guid userId, Guid key, CancellationToken ct) =>
        db.ExactCache.Where(e => e.Key == key && e.UserId == userId).ExecuteDeleteAsync(ct);
}
