using Backlot.Platform;
using Backlot.Platform.Database;

namespace Backlot.Tests.Platform.Database;

/// <summary>What is not started, and stays as it is.</summary>
public sealed class RefusedClusterTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backlot-refused-").FullName;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_cluster_of_another_major_version_is_refused_untouched()
    {
        using var folder = DataFolder.Own(_root);
        Directory.CreateDirectory(folder.Postgres);
        await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "PG_VERSION"), "9\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "postmaster.pid"), "1\n", Ct);

        var failure = await Assert.ThrowsAsync<StartFailed>(() => EmbeddedPostgres.StartAsync(folder, null, Ct));

        Assert.StartsWith("The database in the data folder is of PostgreSQL 9, and this machine has only ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("install postgresql-9, or move the data with pg_upgrade.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["PG_VERSION", "postmaster.pid"], Directory.EnumerateFileSystemEntries(folder.Postgres).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("fifteen")]
    public async Task A_folder_that_is_no_cluster_is_not_made_one(string? version)
    {
        using var folder = DataFolder.Own(_root);
        Directory.CreateDirectory(folder.Postgres);
        if (version is not null)
            await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "PG_VERSION"), version, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "holiday.jpg"), "beach", Ct);

        var failure = await Assert.ThrowsAsync<StartFailed>(() => EmbeddedPostgres.StartAsync(folder, null, Ct));

        Assert.Equal($"The folder {folder.Postgres} is not a PostgreSQL cluster: move it away, and Backlot makes a new one there.", failure.Message);
        Assert.Equal("beach", await File.ReadAllTextAsync(Path.Combine(folder.Postgres, "holiday.jpg"), Ct));
    }

    [Fact]
    public void Missing_programs_are_named_with_what_to_install()
    {
        Assert.Equal("The PostgreSQL programs (version 14 or later) are not installed: sudo apt-get install postgresql, or set DATABASE_URL.",
            Assert.Throws<StartFailed>(() => PostgresPrograms.Find(null, _root)).Message);
        Assert.Equal("The PostgreSQL 15 programs are not installed: sudo apt-get install postgresql-15.",
            Assert.Throws<StartFailed>(() => PostgresPrograms.Find(15, Path.Combine(_root, "none"))).Message);
    }

    [Fact]
    public void The_newest_programs_that_are_whole_are_taken_unless_a_cluster_wants_others()
    {
        Install("9.6", "initdb", "postgres");
        Install("13", "initdb", "postgres");
        Install("15", "initdb", "postgres");
        Install("16", "initdb", "postgres");
        Install("17", "psql");

        Assert.Equal(16, PostgresPrograms.Find(null, _root).Major);
        Assert.Equal(15, PostgresPrograms.Find(15, _root).Major);
        Assert.Contains("has only 16, 15, 13:", Assert.Throws<StartFailed>(() => PostgresPrograms.Find(17, _root)).Message, StringComparison.Ordinal);

        void Install(string version, params string[] programs)
        {
            var bin = Directory.CreateDirectory(Path.Combine(_root, version, "bin")).FullName;
            foreach (var program in programs)
                File.WriteAllText(Path.Combine(bin, program), "");
        }
    }

    [Fact]
    public void Programs_that_are_all_too_old_are_none()
    {
        Directory.CreateDirectory(Path.Combine(_root, "13", "bin"));
        File.WriteAllText(Path.Combine(_root, "13", "bin", "initdb"), "");
        File.WriteAllText(Path.Combine(_root, "13", "bin", "postgres"), "");

        Assert.Throws<StartFailed>(() => PostgresPrograms.Find(null, _root));
    }
}
