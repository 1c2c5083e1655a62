using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Similarity;

/// <summary>How this database keeps the vectors of clips: as <c>vector</c>, which has an index, or, where the extension is missing, as
/// arrays, which are compared one by one.</summary>
internal sealed class VectorKind(NpgsqlDataSource database)
{
    private bool _hasIndex;

    /// <summary>Asked until it is so, which the start of another program may bring about.</summary>
    public async ValueTask<bool> HasIndexAsync(CancellationToken ct)
    {
        if (_hasIndex)
            return true;
        await using var ask = SqlFile.Command(database, "Library/Similarity/Sql/is_vector.sql");
        return _hasIndex = await ask.ExecuteScalarAsync(ct) is true;
    }
}
