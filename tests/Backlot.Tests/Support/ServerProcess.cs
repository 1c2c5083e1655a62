using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support.OpenApi;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>The server as a process of its own, started as <c>up</c> starts it, that a test may kill at any moment.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly NpgsqlDataSource _database;

    private ServerProcess(ChildProcess process, DataFolder folder, string url)
    {
        (_process, Folder) = (process, folder);
        _database = NpgsqlDataSource.Create(EmbeddedPostgres.DatabaseOf(folder));
        Http = KeyedHttp.New(new(url), File.ReadAllText(folder.CliToken).Trim());
    }

    public HttpClient Http { get; }
    public DataFolder Folder { get; }
    public int ProcessId => _process.Id;

    /// <summary>Starts it on a data folder, new or left by one that was killed, and waits until it is ready.</summary>
    /// <param name="settings">Others of the test's own, as environment variables.</param>
    public static async Task<ServerProcess> StartAsync(string dataFolder, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        await PreparedDatabase.PutIntoAsync(dataFolder);
        var url = new TaskCompletionSource<string>();
        const string ready = "Backlot is ready: ";
        var process = ChildProcess.Start(new(Environment.ProcessPath!, "backlot", "serve", "--data", dataFolder, "--port", "0")
        {
            Environment = new Dictionary<string, string>([.. ChildStarter.RuntimeEnvironment, .. settings]) { ["BACKLOT_LEASE_SECONDS"] = "2" },
            OnStdoutLine = line =>
            {
                if (line.StartsWith(ready, StringComparison.Ordinal))
                    url.TrySetResult(line[ready.Length..]);
            },
        });
        var ended = process.WaitForExitAsync();
        Assert.True(await Task.WhenAny(url.Task, ended) == url.Task, process.StderrTail);
        return new(process, DataFolder.At(dataFolder), await url.Task);
    }

    /// <summary>kill -9, and whatever it had started with it.</summary>
    public async Task KillAsync()
    {
        await _database.DisposeAsync();
        _process.SendSignal(ProcessSignal.Kill);
        Assert.Equal(137, await _process.WaitForExitAsync());
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _database.DisposeAsync();
        _process.SendSignal(ProcessSignal.Terminate);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        await _process.DisposeAsync();
    }
}
