using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>A key-encryption key as the command line shows it.</summary>
/// <param name="CompletedAt">Since when every secret of that time was sealed by it; null while a rotation is under way.</param>
/// <param name="Uses">Secrets that need it.</param>
public sealed record ListedKey(int Id, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, long Uses);

/// <summary>Looks at the keys, and takes one out that nothing needs any more.</summary>
public sealed class KeyInventory(NpgsqlConnectionStringBuilder database)
{
    /// <returns>Oldest first.</returns>
    /// <exception cref="StartFailed">The database cannot be reached.</exception>
    public async Task<List<ListedKey>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await Schema.OpenAsync(database, ct);
        var tables = await KeyRows.SecretTablesAsync(connection, ct);
        var uses = string.Join(" union all ", tables.Select(table => $"select kek_id from {table}").DefaultIfEmpty("select null::int where false"));
        await using var list = new NpgsqlCommand(SqlFile.Read("Platform/Secrets/Sql/keys.sql").Replace("{uses}", uses, StringComparison.Ordinal), connection);
        await using var found = await list.ExecuteReaderAsync(ct);
        var keys = new List<ListedKey>();
        while (await found.ReadAsync(ct))
            keys.Add(new(found.GetInt32(0), found.GetFieldValue<DateTimeOffset>(1),
                found.IsDBNull(2) ? null : found.GetFieldValue<DateTimeOffset>(2), found.GetInt64(3)));
        return keys;
    }

    /// <summary>Deletes a key: whatever only a backup still holds of it can then be read with that backup alone.</summary>
    /// <exception cref="StartFailed">It is in use, the newest, or not there.</exception>
    public async Task DeleteAsync(int id, CancellationToken ct)
    {
        var keys = await ReadAsync(ct);
        if (keys.Find(key => key.Id == id) is not { } key)
            throw new StartFailed($"There is no key {id}: ./backlot keys shows them.");
        if (key == keys[^1])
            throw new StartFailed($"Key {id} is the newest, by which secrets are stored now: it stays.");
        await using var connection = await Schema.OpenAsync(database, ct);
        await using var delete = new NpgsqlCommand("delete from key_encryption_keys where id = $1", connection) { Parameters = { new() { Value = id } } };
        try
        {
            await delete.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new StartFailed($"Key {id} still protects stored secrets: run ./backlot keys rotate first.", used);
        }
    }
}
