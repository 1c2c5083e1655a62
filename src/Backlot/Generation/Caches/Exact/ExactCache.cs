using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Exact;

/// <summary>The first level: the same prompt, but for how it is spaced and capitalised, with the same parameters and model.</summary>
internal sealed class ExactCache(ExactMemory memory, IExactStore store, BacklotDb db, TimeProvider time)
{
    /// <summary>How long an entry is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Before a key: what is remembered of it is out of date.</summary>
    public const string Changed = "cache changed ";

    public async ValueTask<ExactEntry?> FindAsync(Guid userId, Guid key, CancellationToken ct)
    {
        if (memory.Find(key) is { } known)
            return known;
        var epoch = memory.Epoch;
        var found = await store.FindAsync(userId, key, ct);
        if (found is not null)
            memory.Remember(key, found, epoch);
        return found;
    }

    /// <summary>In the caller's transaction. It is remembered only when it is found: that transaction may come to nothing.</summary>
    public async Task KeepAsync(Guid userId, Guid key, ExactEntry entry, CancellationToken ct)
    {
        await store.KeepAsync(userId, key, entry, time.GetUtcNow() + Lifetime, ct);
        await TellAsync(key, ct);
    }

    /// <inheritdoc cref="KeepAsync"/>
    public async Task ForgetAsync(Guid userId, Guid key, CancellationToken ct)
    {
        await store.ForgetAsync(userId, key, ct);
        await TellAsync(key, ct);
    }

    /// <summary>Every server hears it when the transaction is committed; this one forgets at once, too.</summary>
    private Task<int> TellAsync(Guid key, CancellationToken ct)
    {
        memory.Forget(key);
        return db.Database.ExecuteSqlAsync($"select pg_notify('backlot', {Changed + key})", ct);
    }
}
