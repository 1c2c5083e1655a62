using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>The semantic level in PostgreSQL by pgvector. Where few rows could match each is compared, else the index is asked.</summary>
internal sealed class PgvectorPrompts(BacklotDb db, PromptVectors vectors, TimeProvider time) : IPromptIndex
{
    /// <summary>Up to so many are compared one by one, which takes about as long as the index does.</summary>
    private const int ComparedOneByOne = 200;

    public ValueTask<bool> IsOnAsync(CancellationToken ct) => vectors.AreOnAsync(ct);

    public Task<Guid> PlaceAsync(Guid userId, CacheKeys keys, PromptVector vector, CancellationToken ct) => Task.FromResult(Guid.CreateVersion7());

    public Task KeepAsync(SemanticEntry entry, float[] vector, CancellationToken ct) => SemanticRows.KeepAsync(db, entry, vector, ct);

    public Task<IReadOnlyList<NearPrompt>> NearestAsync(Guid userId, Guid parametersHash, string embeddedBy, float[] vector, CancellationToken ct) =>
        db.InTransactionAsync<IReadOnlyList<NearPrompt>>(async () =>
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            await using var count = SqlFile.Command(connection, Sql("count"), userId, parametersHash, embeddedBy, ComparedOneByOne + 1);
            var comparable = await count.ExecuteScalarAsync(ct) is long counted ? counted : 0;
            if (comparable == 0)
                return [];
            object[] values = [userId, parametersHash, embeddedBy, vector, time.GetUtcNow(), IPromptIndex.Looked];
            return comparable > ComparedOneByOne ? await AskIndexAsync(connection, values, ct) : await CompareAsync(connection, values, ct);
        }, ct);

    private static async Task<List<NearPrompt>> CompareAsync(NpgsqlConnection connection, object[] values, CancellationToken ct)
    {
        await using var command = SqlFile.Command(connection, Sql("compared"), values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await ReadAsync(rows, ct);
    }

    /// <summary>How it is searched, the search, and how the rest of the transaction goes on, in one message to the database.</summary>
    private static async Task<List<NearPrompt>> AskIndexAsync(NpgsqlConnection connection, object[] values, CancellationToken ct)
    {
        var search = new NpgsqlBatchCommand(SqlFile.Read(Sql("indexed")));
        foreach (var value in values)
            search.Parameters.Add(new() { Value = value });
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(SqlFile.Read(Sql("settings"))), search, new(SqlFile.Read(Sql("settings_back"))) },
        };
        await using var answers = await batch.ExecuteReaderAsync(ct);
        await answers.NextResultAsync(ct);
        return await ReadAsync(answers, ct);
    }

    private static async Task<List<NearPrompt>> ReadAsync(NpgsqlDataReader rows, CancellationToken ct)
    {
        var near = new List<NearPrompt>(IPromptIndex.Looked);
        while (await rows.ReadAsync(ct))
            near.Add(new(rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetGuid(3), rows.GetDecimal(4), rows.GetDouble(5)));
        return near;
    }

    private static string Sql(string name) => $"Generation/Caches/Semantic/Sql/{name}.sql";
}
