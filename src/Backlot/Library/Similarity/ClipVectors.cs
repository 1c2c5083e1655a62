using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Library.Similarity;

/// <summary>A clip's vector, and who made it.</summary>
internal sealed record ClipVector(Guid ClipId, float[] Vector, string EmbeddedBy);

/// <summary>Reads and writes the column of vectors, of whichever type it is.</summary>
internal sealed class ClipVectors(BacklotDb db)
{
    public const int Dimensions = 512;

    /// <summary>Those of a film, by their clips; clips without one are left out.</summary>
    public async Task<Dictionary<Guid, ClipVector>> OfAssetAsync(Guid assetId, CancellationToken ct) =>
        (await ReadAsync("of_asset", assetId, ct)).ToDictionary(v => v.ClipId);

    /// <returns>Null when the clip has none, or there is no such clip.</returns>
    public async Task<ClipVector?> OfClipAsync(Guid clipId, CancellationToken ct) => (await ReadAsync("of_clip", clipId, ct)).SingleOrDefault();

    /// <param name="vector">512 numbers, of the length 1.</param>
    public Task SetAsync(Guid clipId, float[] vector, string embeddedBy, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read("Library/Similarity/Sql/set.sql"), [clipId, db.Owner, vector, embeddedBy], ct);

    private async Task<List<ClipVector>> ReadAsync(string which, Guid id, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = SqlFile.Command((NpgsqlConnection)db.Database.GetDbConnection(), $"Library/Similarity/Sql/{which}.sql", db.Owner, id);
            await using var rows = await command.ExecuteReaderAsync(ct);
            var vectors = new List<ClipVector>();
            while (await rows.ReadAsync(ct))
                vectors.Add(new(rows.GetGuid(0), rows.GetFieldValue<float[]>(1), rows.GetString(2)));
            return vectors;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
