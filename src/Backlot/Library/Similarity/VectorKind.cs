using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Similarity;

/// <summary>How this database keeps the vectors of clips: as <c>vector</c>, which has an index, or, where the extension is missing, as
/// arrays, which are compared one by one.</summary>
internal sealed class VectorKind(NpgsqlDataSource database)
{
    private bool? _hasIndex;

    /// <summary>Asked once: it changes only at the start of a program.</summary>
    public async ValueTask<bool> HasIndexAsync(CancellationToken ct)
    {
        if (_hasIndex is { } known)
            return known;
        await using var ask = SqlFile.Command(database, "Library/Similarity/Sql/is_vector.sql");
        return (_hasIndex = await ask.ExecuteScalarAsync(ct) is true).Value;
    }
}
