using Backlot.Library.Similarity;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Characters;

/// <summary>A character that looks like another.</summary>
/// <param name="Similarity">-1..1: the cosine of the angle between their vectors.</param>
internal sealed record AlikeCharacter(Guid Id, double Similarity);

/// <summary>What characters look like as vectors: the column of them, of whichever type it is.</summary>
internal sealed class FaceVectors(BacklotDb db, VectorKind kind)
{
    /// <param name="vector">512 numbers of the length 1; null takes it away.</param>
    public Task SetAsync(Guid characterId, float[]? vector, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        SqlFile.Read("Studio/Characters/Sql/set_face.sql"), [characterId, db.Owner, new Npgsql.NpgsqlParameter
        {
            Value = (object?)vector ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Real,
        }], ct);

    /// <summary>The owner's characters whose vectors the same maker made, nearest first; empty when this one has none.</summary>
    public async Task<List<AlikeCharacter>> LikeAsync(Guid characterId, int count, CancellationToken ct) => await db.Database.SqlQueryRaw<AlikeCharacter>(
        SqlFile.Read($"Studio/Characters/Sql/{(await kind.HasIndexAsync(ct) ? "alike" : "alike_arrays")}.sql"), db.Owner, characterId, count).ToListAsync(ct);
}
