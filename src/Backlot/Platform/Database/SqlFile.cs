using System.Collections.Concurrent;
using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>The <c>.sql</c> files that lie beside the code which runs them, embedded in the program.</summary>
public static class SqlFile
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <param name="path">From the project's root, with slashes: <c>Jobs/Sql/claim.sql</c>.</param>
    public static string Read(string path) => Texts.GetOrAdd(path, static name =>
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"No embedded SQL file {name}.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>A command that runs such a file with these values as <c>$1</c>, <c>$2</c> …</summary>
    /// <param name="values">A parameter stands for itself: for a list that may hold null, whose type the driver cannot tell.</param>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string path, params object?[] values) =>
        With(connection.CreateCommand(), path, values);

    /// <summary>The same on a connection of its own, which it gives back when it is done.</summary>
    /// <inheritdoc cref="Command(NpgsqlConnection, string, object?[])"/>
    public static NpgsqlCommand Command(NpgsqlDataSource database, string path, params object?[] values) =>
        With(database.CreateCommand(), path, values);

    private static NpgsqlCommand With(NpgsqlCommand command, string path, object?[] values)
    {
        command.CommandText = Read(path);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value ?? DBNull.Value });
        return command;
    }
}
