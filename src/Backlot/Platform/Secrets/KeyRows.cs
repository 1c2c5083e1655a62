using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>The table <c>key_encryption_keys</c>, by plain SQL: it is read before the schema is brought up.</summary>
internal static class KeyRows
{
    /// <returns>By version; none when the database has no such table yet.</returns>
    public static async Task<List<KeyRow>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using (var exists = new NpgsqlCommand("select to_regclass('key_encryption_keys') is not null", connection))
            if (await exists.ExecuteScalarAsync(ct) is false)
                return [];
        await using var read = new NpgsqlCommand("select id, salt, check_value from key_encryption_keys order by id", connection);
        await using var rows = await read.ExecuteReaderAsync(ct);
        var keys = new List<KeyRow>();
        while (await rows.ReadAsync(ct))
            keys.Add(new(rows.GetInt32(0), rows.GetFieldValue<byte[]>(1), rows.GetFieldValue<byte[]>(2)));
        return keys;
    }

    /// <summary>Adds it unless a key of that number is there.</summary>
    /// <param name="completed">Nothing has yet to be sealed by it.</param>
    public static async Task AddAsync(NpgsqlConnection connection, KeyRow key, bool completed, CancellationToken ct)
    {
        await using var add = new NpgsqlCommand("""
            insert into key_encryption_keys (id, salt, check_value, completed_at)
            values ($1, $2, $3, case when $4 then now() end) on conflict do nothing
            """, connection)
        {
            Parameters =
            {
                new() { Value = key.Id }, new() { Value = key.Salt }, new() { Value = key.CheckValue }, new() { Value = completed },
            },
        };
        await add.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The tables that keep secrets.</summary>
    public static async Task<List<string>> SecretTablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read("Platform/Secrets/Sql/tables.sql"), connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var tables = new List<string>();
        while (await rows.ReadAsync(ct))
            tables.Add(rows.GetString(0));
        return tables;
    }
}
