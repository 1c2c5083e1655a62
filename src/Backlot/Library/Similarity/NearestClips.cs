using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Backlot.Library.Similarity;

/// <summary>A clip and how far off it is: the cosine distance, 0 for the same direction, 2 for the opposite one.</summary>
internal readonly record struct NearClip(Guid Id, double Distance);

/// <summary>Finds the clips whose vectors point most nearly the same way.</summary>
/// <remarks>Where few clips pass the filter, each of them is compared: that is exact, and an index would look in vain among those of
/// everybody. Where many do, the index finds nearly all of the nearest (docs/benchmarks/search.md says how nearly); should it give up
/// before it has enough, each is compared after all. So a filter never makes the answer short.</remarks>
internal sealed class NearestClips(BacklotDb db, VectorKind kind)
{
    /// <summary>Up to so many are compared one by one: about as long as the index takes.</summary>
    public const int ComparedOneByOne = 2000;

    /// <param name="vector">512 numbers, of the length 1.</param>
    /// <param name="count">1..200.</param>
    /// <returns>Nearest first; fewer only when fewer pass the filter.</returns>
    public Task<List<NearClip>> FindAsync(float[] vector, ClipFilter filter, int count, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await kind.HasIndexAsync(ct))
            return await ReadAsync(connection, "arrays", vector, filter, count, ct);
        if (await CountAsync(connection, filter, ct) > ComparedOneByOne)
        {
            var found = await AskIndexAsync(connection, vector, filter, count, ct);
            if (found.Count == count)
                return found;
        }
        return await ReadAsync(connection, "exact", vector, filter, count, ct);
    }, ct);

    /// <summary>Without the index, however many pass the filter.</summary>
    internal Task<List<NearClip>> CompareAllAsync(float[] vector, ClipFilter filter, int count, CancellationToken ct) => db.InTransactionAsync(
        () => ReadAsync((NpgsqlConnection)db.Database.GetDbConnection(), "exact", vector, filter, count, ct), ct);

    /// <summary>How it is searched, the search, and how the rest of the transaction goes on, in one message to the database.</summary>
    private async Task<List<NearClip>> AskIndexAsync(NpgsqlConnection connection, float[] vector, ClipFilter filter, int count, CancellationToken ct)
    {
        var search = new NpgsqlBatchCommand(Sql("indexed"));
        foreach (var parameter in (IEnumerable<NpgsqlParameter>)[.. Parameters(filter), new() { Value = vector }, new() { Value = (long)count }])
            search.Parameters.Add(parameter);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(Sql("settings")), search, new(Sql("settings_back")) } };
        await using var answers = await batch.ExecuteReaderAsync(ct);
        await answers.NextResultAsync(ct);
        return await ReadAsync(answers, count, ct);
    }

    private async Task<long> CountAsync(NpgsqlConnection connection, ClipFilter filter, CancellationToken ct)
    {
        await using var command = Command(connection, "count", filter, new NpgsqlParameter { Value = (long)ComparedOneByOne + 1 });
        return await command.ExecuteScalarAsync(ct) is long counted ? counted : 0;
    }

    private async Task<List<NearClip>> ReadAsync(NpgsqlConnection connection, string way, float[] vector, ClipFilter filter, int count, CancellationToken ct)
    {
        await using var command = Command(connection, way, filter, new() { Value = vector }, new() { Value = (long)count });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await ReadAsync(rows, count, ct);
    }

    private static async Task<List<NearClip>> ReadAsync(NpgsqlDataReader rows, int count, CancellationToken ct)
    {
        var near = new List<NearClip>(count);
        while (await rows.ReadAsync(ct))
            near.Add(new(rows.GetGuid(0), rows.GetDouble(1)));
        return near;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string way, ClipFilter filter, params NpgsqlParameter[] more)
    {
        var command = connection.CreateCommand();
        command.CommandText = Sql(way);
        command.Parameters.AddRange((NpgsqlParameter[])[.. Parameters(filter), .. more]);
        return command;
    }

    private IEnumerable<NpgsqlParameter> Parameters(ClipFilter filter)
    {
        NpgsqlDbType[] types = [NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Double, NpgsqlDbType.Double, NpgsqlDbType.Double];
        return filter.Values(db.Owner).Zip(types, (value, type) => new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static string Sql(string name) => SqlFile.Read($"Library/Similarity/Sql/{name}.sql");
}
