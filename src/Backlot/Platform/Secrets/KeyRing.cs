using System.Collections.Concurrent;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>Encrypts secrets for their rows and decrypts them again. A key added by a rotation is noticed when it is first
/// needed.</summary>
public sealed class KeyRing(RootKey root, NpgsqlDataSource database)
{
    /// <summary>Held shared by whoever seals, alone by whoever adds a key: so no row is sealed by the old key after a
    /// rotation has gone through all rows.</summary>
    internal const long SealingLock = 0x6b65792072696e67; // "key ring"

    private readonly ConcurrentDictionary<int, KeyEncryptionKey> _keys = new();

    /// <summary>Seals by the newest key.</summary>
    /// <param name="db">In the transaction that stores the row.</param>
    /// <param name="place">The row.</param>
    /// <param name="secret">Any text.</param>
    public async Task<SealedSecret> SealAsync(BacklotDb db, SecretPlace place, string secret, CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync($"select pg_advisory_xact_lock_shared({SealingLock})", ct);
        var newest = await db.Database.SqlQueryRaw<int?>("select max(id) as \"Value\" from key_encryption_keys").SingleAsync(ct)
            ?? throw new InvalidOperationException("The first key is made at the start.");
        return Envelope.Seal(await FindAsync(newest, ct), place, secret);
    }

    /// <exception cref="SecretUnreadable">It was changed, belongs to another row, is not encrypted, or its key is gone.</exception>
    public Task<string> OpenAsync(SecretPlace place, SealedSecret secret, CancellationToken ct) =>
        Envelope.OpenAsync(id => FindAsync(id, ct), place, secret);

    /// <summary>The first key, at the first start.</summary>
    internal async Task EnsureAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await KeyRows.ReadAsync(connection, ct) is [])
            await KeyRows.AddAsync(connection, KeyRow.New(root, 1), completed: true, ct);
        await LoadAsync(ct);
    }

    private async Task<KeyEncryptionKey> FindAsync(int id, CancellationToken ct)
    {
        if (!_keys.ContainsKey(id))
            await LoadAsync(ct);
        return _keys.TryGetValue(id, out var key) ? key : throw new SecretUnreadable($"Key {id} is gone, and with it what it encrypted.");
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var row in await KeyRows.ReadAsync(connection, ct))
            _keys.TryAdd(row.Id, KeyEncryptionKey.Of(root, row));
    }
}
