using Backlot.Platform.Processes;
using Backlot.Platform.Secrets;
using Backlot.Tests.Cli;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;
using Npgsql;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>A program started with another root key than the database was made with.</summary>
public sealed class WrongRootKeySecurityTests(TestCluster cluster) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("backlot-wrong-key-").FullName;
    private static readonly string Wrong = Convert.ToBase64String(new byte[32]);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory(Timeout = 120_000)]
    [InlineData("serve", "--port", "0")]
    [InlineData("migrate")]
    [InlineData("keys", "rotate")]
    [InlineData("keys")]
    public async Task A_wrong_root_key_ends_the_start_with_one_sentence_and_no_write(params string[] command)
    {
        var database = await MadeWithAnotherKeyAsync();
        var before = await DumpAsync(database);

        var result = await OwnCommandLine.RunAsync([("DATABASE_URL", Url(database)), ("BACKLOT_ROOT_KEY", Wrong)], [.. command, "--data", _data]);

        Assert.Equal(new ProcessResult(1, "", "The root key in BACKLOT_ROOT_KEY is not the one this database was made with (key 1 does not fit it): put that one back, or give this Backlot another database.\n"), result);
        Assert.Equal(before, await DumpAsync(database));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_missing_migration_is_not_run_with_a_wrong_root_key()
    {
        var database = await MadeWithAnotherKeyAsync();
        await database.RunAsync("delete from migrations where \"MigrationId\" = (select max(\"MigrationId\") from migrations)");
        var before = await DumpAsync(database);

        var result = await OwnCommandLine.RunAsync([("DATABASE_URL", Url(database)), ("BACKLOT_ROOT_KEY", Wrong)], "migrate", "--data", _data);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The root key in BACKLOT_ROOT_KEY is not the one", result.StderrTail, StringComparison.Ordinal);
        Assert.Equal(before, await DumpAsync(database));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_missing_root_key_is_not_replaced_by_a_new_one()
    {
        var database = await MadeWithAnotherKeyAsync();
        var before = await DumpAsync(database);

        var result = await OwnCommandLine.RunAsync([("DATABASE_URL", Url(database))], "serve", "--port", "0", "--data", _data);

        Assert.Equal(new ProcessResult(1, "", $"The root key of this database is not here: put it back as {_data}/root-key, or set BACKLOT_ROOT_KEY.\n"), result);
        Assert.Equal(before, await DumpAsync(database));
        Assert.False(File.Exists(Path.Combine(_data, "root-key")));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_root_key_open_to_others_is_refused_before_anything_is_started()
    {
        var file = Path.Combine(_data, "root-key");
        await File.WriteAllTextAsync(file, Wrong, Ct);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var result = await OwnCommandLine.RunAsync("serve", "--port", "0", "--data", _data);

        Assert.Equal(new ProcessResult(1, "", $"The root key in {file} is open to other users of this machine: close it with chmod 600 {file}.\n"), result);
        Assert.False(Directory.Exists(Path.Combine(_data, "postgres")));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_right_root_key_in_a_named_file_starts()
    {
        var database = await MadeWithAnotherKeyAsync();
        var file = Path.Combine(_data, "named");
        await File.WriteAllTextAsync(file, TestServer.RootKeyOf(database), Ct);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);

        var (server, url) = await OwnCommandLine.ServeAsync(_data, ("DATABASE_URL", Url(database)), ("BACKLOT_ROOT_KEY_FILE", file));

        await using (server)
        {
            using var http = ContractHandler.NewClient(url);
            Assert.Equal("ready", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), Ct));
            Assert.False(File.Exists(Path.Combine(_data, "root-key")));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_check_value_gives_nothing_of_the_key_away()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var row = await server.Database.ValueAsync<byte[]>("select check_value from key_encryption_keys");

        var root = RootKey.Load(server.Folder);
        Assert.DoesNotContain(Convert.ToHexString(row), new[] { "key check 1", "key encryption key 1" }.Select(p => Convert.ToHexString(root.Derive(p))));
        Assert.Equal(32, row.Length);
    }

    private async Task<NpgsqlConnectionStringBuilder> MadeWithAnotherKeyAsync()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs, database: database);
        return database;
    }

    /// <summary>Everything in the database, as PostgreSQL's own tool writes it.</summary>
    private static async Task<string> DumpAsync(NpgsqlConnectionStringBuilder database)
    {
        var dump = await ChildProcess.RunAsync(new("pg_dump", "--host", database.Host!, "--username", database.Username!, database.Database!)
        {
            StdoutLimitBytes = 16 << 20,
            Deadline = TimeSpan.FromSeconds(60),
        }, Ct);
        Assert.True(dump.ExitCode == 0, dump.StderrTail);
        // A random word against injected commands, in newer versions of the tool.
        return string.Join('\n', dump.Stdout.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    private static string Url(NpgsqlConnectionStringBuilder database) => $"Host={database.Host};Username={database.Username};Database={database.Database}";
}
