namespace Backlot.Generation.Caches.Exact;

/// <summary>Where the exact level keeps its entries, for all servers of a database: a table of it, or a Redis.</summary>
internal interface IExactStore
{
    /// <returns>Null when there is none, it is too old, or its asset is gone.</returns>
    Task<ExactEntry?> FindAsync(Guid userId, Guid key, CancellationToken ct);

    /// <summary>Replaces what was kept by this key.</summary>
    Task KeepAsync(Guid userId, Guid key, ExactEntry entry, DateTimeOffset expiresAt, CancellationToken ct);

    Task ForgetAsync(Guid userId, Guid key, CancellationToken ct);
}
