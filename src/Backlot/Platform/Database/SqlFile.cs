using System.Collections.Concurrent;

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
}
