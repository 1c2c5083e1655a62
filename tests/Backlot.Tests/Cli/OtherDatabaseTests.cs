using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;
using Npgsql;

namespace Backlot.Tests.Cli;

/// <summary>The command line on a database that somebody else runs, and with settings that are none.</summary>
public sealed class OtherDatabaseTests(TestCluster cluster) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("backlot-url-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task A_server_on_a_database_by_address_starts_none_of_its_own()
    {
        var database = await cluster.NewDatabaseAsync(empty: true);
        var url = $"postgres://{database.Username}@/{database.Database}?host={database.Host}";

        var (server, address) = await OwnCommandLine.ServeAsync(_data, ("DATABASE_URL", url));
        await using (server)
        {
            using var http = ContractHandler.NewClient(address);
            Assert.Equal("ready", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken));
            Assert.Equal(1, await database.ValueAsync<long>("select count(*) from users"));
            Assert.False(Directory.Exists(Path.Combine(_data, "postgres")));
        }
        foreach (var written in (string[])[url, KeyValue(database)])
        {
            var psql = await OwnCommandLine.RunAsync([("DATABASE_URL", written)], "psql", "-c", "select current_database()");
            Assert.Contains(database.Database!, psql.Stdout, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("DATABASE_URL", "nonsense", "DATABASE_URL cannot be read: write it as postgres://user:password@host:5432/database.\n")]
    [InlineData("BACKLOT_PORT", "abc", "BACKLOT_PORT is 'abc': set it to a whole number from 0 to 65535, or leave it unset for 7070.\n")]
    [InlineData("BACKLOT_ROOT_KEY", "short", "The root key in BACKLOT_ROOT_KEY is not base64 of 32 bytes: put back the key this Backlot was started with.\n")]
    public async Task A_bad_setting_is_one_sentence_and_nothing_is_started(string name, string value, string sentence)
    {
        var database = await cluster.NewDatabaseAsync();

        var result = await OwnCommandLine.RunAsync([("DATABASE_URL", KeyValue(database)), (name, value)], "serve", "--data", _data);

        Assert.Equal(new ProcessResult(1, "", sentence), result);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_folder_that_cannot_be_used_is_one_sentence()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var result = await OwnCommandLine.RunAsync("serve", "--data", Path.Combine(file, "below"));

        Assert.Equal((1, ""), (result.ExitCode, result.Stdout));
        Assert.StartsWith($"The data folder {file}/below cannot be used (", result.StderrTail, StringComparison.Ordinal);
        Assert.Single(result.StderrTail.TrimEnd().Split('\n'));
    }

    private static string KeyValue(NpgsqlConnectionStringBuilder database) =>
        $"Host={database.Host};Username={database.Username};Database={database.Database}";
}
