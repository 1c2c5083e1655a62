using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>Whether the root key is the one that the database was made with: asked before anything is written.</summary>
public static class RootKeyCheck
{
    /// <param name="database">Its schema may be of any age.</param>
    /// <param name="folder">Whose root key, or that of the environment, is meant.</param>
    /// <exception cref="StartFailed">The database belongs to another root key, or to one that is missing here.</exception>
    public static async Task DemandAsync(NpgsqlConnectionStringBuilder database, DataFolder folder, CancellationToken ct)
    {
        var root = RootKey.Find(folder);
        await using var connection = await Schema.OpenAsync(database, ct);
        var keys = await KeyRows.ReadAsync(connection, ct);
        if (keys.Count == 0)
            return;
        if (root is null)
            throw new StartFailed($"The root key of this database is not here: put it back as {folder.RootKey}, or set BACKLOT_ROOT_KEY.");
        if (keys.Find(key => !key.IsOf(root)) is { } foreign)
            throw new StartFailed($"The root key in {root.Source} is not the one this database was made with (key {foreign.Id} does not fit it): put that one back, or give this Backlot another database.");
    }
}
