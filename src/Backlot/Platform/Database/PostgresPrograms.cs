namespace Backlot.Platform.Database;

/// <summary>The system's PostgreSQL programs of one major version.</summary>
/// <param name="Major">For instance 15.</param>
/// <param name="Folder">Where <c>initdb</c> and <c>postgres</c> are.</param>
public sealed record PostgresPrograms(int Major, string Folder)
{
    /// <summary>Backlot's SQL needs this major version or a later one.</summary>
    public const int OldestMajor = 14;

    public string Initdb => Path.Combine(Folder, "initdb");
    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>The newest programs, or those of one major version.</summary>
    /// <exception cref="StartFailed">They are not installed.</exception>
    public static PostgresPrograms Find(int? major = null, string packagesFolder = "/usr/lib/postgresql")
    {
        var installed = Directory.Exists(packagesFolder)
            ? Directory.GetDirectories(packagesFolder)
                .Select(folder => (Name: Path.GetFileName(folder), Bin: Path.Combine(folder, "bin")))
                .Where(p => int.TryParse(p.Name, out _) && File.Exists(Path.Combine(p.Bin, "initdb")) && File.Exists(Path.Combine(p.Bin, "postgres")))
                .Select(p => new PostgresPrograms(int.Parse(p.Name, System.Globalization.CultureInfo.InvariantCulture), p.Bin))
                .OrderByDescending(p => p.Major)
                .ToList()
            : [];
        if (major is { } wanted)
            return installed.FirstOrDefault(p => p.Major == wanted) ?? throw new StartFailed(installed.Count == 0
                ? $"The PostgreSQL {wanted} programs are not installed: sudo apt-get install postgresql-{wanted}."
                : $"The database in the data folder is of PostgreSQL {wanted}, and this machine has only {string.Join(", ", installed.Select(p => p.Major))}: install postgresql-{wanted}, or move the data with pg_upgrade.");
        return installed.FirstOrDefault(p => p.Major >= OldestMajor)
            ?? throw new StartFailed($"The PostgreSQL programs (version {OldestMajor} or later) are not installed: sudo apt-get install postgresql, or set DATABASE_URL.");
    }
}
