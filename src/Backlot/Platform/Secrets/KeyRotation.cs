using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>Gives every stored secret a new key-encryption key, while servers serve: their data keys are sealed anew in
/// small batches, each a transaction of its own.</summary>
/// <remarks>Killed at any point, it leaves rows of the old key and of the new one, both readable; run again, it goes on
/// with the same new key. Tables are found by their foreign key to <c>key_encryption_keys</c>, and have the columns
/// <c>id</c>, <c>user_id</c>, <c>wrapped_data_key</c> and <c>kek_id</c>, which the database derives from the third.</remarks>
public sealed class KeyRotation(RootKey root, NpgsqlConnectionStringBuilder database)
{
    private const int BatchRows = 100;
    private const long OneRotation = 0x726f7461746b6579; // "rotatkey"; any number, the same in every Backlot

    /// <returns>The key now in use, and how many secrets this run sealed by it.</returns>
    /// <exception cref="StartFailed">The database cannot be reached, or a secret cannot be read; what was done is kept.</exception>
    public async Task<(int KeyId, int Rewrapped)> RotateAsync(CancellationToken ct)
    {
        await using var connection = await Schema.OpenAsync(database, ct);
        if (!await ScalarAsync<bool>(connection, $"select pg_try_advisory_lock({OneRotation})", ct))
            throw new StartFailed("The keys are being rotated by another command: wait for it to end.");
        try
        {
            var target = await TargetAsync(connection, ct);
            var keys = (await KeyRows.ReadAsync(connection, ct)).ToDictionary(row => row.Id, row => KeyEncryptionKey.Of(root, row));
            var rewrapped = 0;
            foreach (var table in await KeyRows.SecretTablesAsync(connection, ct))
                for (var batch = BatchRows; batch == BatchRows; rewrapped += batch)
                    batch = await RewrapAsync(connection, table, keys, keys[target], ct);
            await ScalarAsync<int>(connection, $"update key_encryption_keys set completed_at = now() where id = {target} returning id", ct);
            return (target, rewrapped);
        }
        catch (SecretUnreadable unreadable)
        {
            throw new StartFailed($"A stored secret cannot be read: {unreadable.Message} Delete it or store it anew, then run this again.", unreadable);
        }
    }

    /// <summary>The newest key if an earlier rotation to it was cut off, else one more.</summary>
    private async Task<int> TargetAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await ScalarAsync<int?>(connection, "select max(id) from key_encryption_keys where completed_at is null", ct) is { } unfinished)
            return unfinished;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Whoever is storing a secret right now does so by the old key, and is done before the new one is seen.
        await ScalarAsync<object>(connection, $"select pg_advisory_xact_lock({KeyRing.SealingLock})", ct);
        var id = await ScalarAsync<int>(connection, "select max(id) + 1 from key_encryption_keys", ct);
        await KeyRows.AddAsync(connection, KeyRow.New(root, id), completed: false, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    private static async Task<int> RewrapAsync(
        NpgsqlConnection connection, string table, Dictionary<int, KeyEncryptionKey> keys, KeyEncryptionKey target, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (ids, texts) = (new List<Guid>(), new List<string>());
        await using (var take = new NpgsqlCommand(
            $"select id, user_id, wrapped_data_key from {table} where kek_id <> $1 order by id limit {BatchRows} for update", connection)
            { CommandTimeout = 0, Parameters = { new() { Value = target.Id } } })
        await using (var rows = await take.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
            {
                ids.Add(rows.GetGuid(0));
                texts.Add(await Envelope.RewrapAsync(id => Find(keys, id), target, new(table, rows.GetGuid(0), rows.GetGuid(1)), rows.GetString(2)));
            }
        await using (var put = new NpgsqlCommand(
            $"update {table} as t set wrapped_data_key = n.text from unnest($1, $2) as n (id, text) where t.id = n.id", connection)
            { Parameters = { new() { Value = ids.ToArray() }, new() { Value = texts.ToArray() } } })
            await put.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return ids.Count;
    }

    private static Task<KeyEncryptionKey> Find(Dictionary<int, KeyEncryptionKey> keys, int id) => keys.TryGetValue(id, out var key)
        ? Task.FromResult(key)
        : throw new SecretUnreadable($"Key {id} is gone, and with it what it encrypted.");

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }
}
