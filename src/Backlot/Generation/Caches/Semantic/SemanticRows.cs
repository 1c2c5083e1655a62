using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>Writes rows of the semantic level by plain SQL: their vectors are a column of either type, or somewhere else.</summary>
internal static class SemanticRows
{
    /// <summary>Keeps the row's id when there is one of the same key.</summary>
    /// <param name="vector">Null when it is kept somewhere else.</param>
    public static Task KeepAsync(BacklotDb db, SemanticEntry entry, float[]? vector, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await using var command = SqlFile.Command((NpgsqlConnection)db.Database.GetDbConnection(),
            "Generation/Caches/Semantic/Sql/keep.sql", entry.Id, entry.UserId, entry.Key, entry.ParametersHash, entry.PromptText, entry.EmbeddedBy,
            entry.AssetId, entry.CostUsd, entry.CreatedAt, entry.ExpiresAt,
            new NpgsqlParameter { Value = (object?)vector ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real });
        await command.ExecuteNonQueryAsync(ct);
    }, ct);
}
