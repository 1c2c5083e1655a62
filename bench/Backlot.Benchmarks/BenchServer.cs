using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Channels.Albums;
using Backlot.Cli;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Benchmarks;

/// <summary>A real server on a data folder of its own, as a process of its own: what it uses is its alone. It is the
/// shipped one in all but the limits of an album's length.</summary>
/// <remarks>Disposing stops it in order, and kills it if that takes more than a minute.</remarks>
internal sealed class BenchServer : IAsyncDisposable
{
    /// <summary>Starts <see cref="ServeAsync"/>; only this class says it.</summary>
    public const string Verb = "measured-server";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120), StopLimit = TimeSpan.FromSeconds(60);
    private readonly ChildProcess process;
    private readonly HttpClient http;

    private BenchServer(ChildProcess process, RunningServer server, string token)
    {
        this.process = process;
        Token = token;
        http = new() { BaseAddress = new(server.Url), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public int ProcessId => process.Id;

    /// <summary>The owner's.</summary>
    public string Token { get; }
    public Uri Url => http.BaseAddress ?? throw new InvalidOperationException();

    /// <param name="dataFolder">Made if it is not there.</param>
    /// <param name="open">Without authentication and ownership: see <see cref="OpenDoor"/>.</param>
    /// <param name="ct">Ends the server if it is not ready yet.</param>
    /// <exception cref="StartFailed">It ended at its start, or was not ready within two minutes.</exception>
    public static async Task<BenchServer> StartAsync(string dataFolder, CancellationToken ct, bool open = false)
    {
        await ReadyDatabase.PutIntoAsync(dataFolder, ct);
        // Under the shipped program's own runtime settings: its garbage collector is part of what is measured.
        var program = ChildProcess.Start(new("dotnet",
            "exec", "--runtimeconfig", Beside("Backlot.runtimeconfig.json"), Beside("Backlot.Benchmarks.dll"), Verb, dataFolder, $"{open}")
        {
            // A client that asks as fast as it can is what is measured, not how it is slowed down.
            Environment = new Dictionary<string, string> { ["BACKLOT_RATE_LIMITS"] = "read=1000000000/60 write=1000000000/60" },
        });
        try
        {
            var folder = DataFolder.At(dataFolder);
            var server = await ReadyAsync(program, folder, ct);
            return new(program, server, (await File.ReadAllTextAsync(folder.CliToken, ct)).Trim());
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>The other side of <see cref="StartAsync"/>: serves until SIGTERM.</summary>
    public static Task<int> ServeAsync(string dataFolder, bool open) =>
        CommandLine.RunAsync(["serve", "--data", dataFolder, "--port", "0"], new()
        {
            ChangeServices = services =>
            {
                services.AddSingleton(new AlbumLimits(1, 90));
                if (open)
                    OpenDoor.Add(services);
            },
            PrepareDatabase = async (database, ct) =>
            {
                await using var source = NpgsqlDataSource.Create(database.Connection);
                await using var lift = source.CreateCommand(
                    "alter table video_jobs drop constraint if exists video_jobs_target_duration_minutes_range");
                await lift.ExecuteNonQueryAsync(ct);
            },
        });

    /// <param name="body">Sent as JSON; null sends none.</param>
    /// <exception cref="StartFailed">The server refused; the sentence is its own.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        using var reply = await http.SendAsync(request, ct);
        if (!reply.IsSuccessStatusCode)
            throw new StartFailed($"{method} {path} was answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(ct)}");
        return await reply.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct)
            ?? throw new StartFailed($"{method} {path} was answered null.");
    }

    /// <summary>Stores a medium of the server in a file.</summary>
    /// <param name="url">Signed, as the server's answers hold it.</param>
    public async Task DownloadAsync(string url, string path, CancellationToken ct)
    {
        await using var source = await http.GetStreamAsync(new Uri(url, UriKind.RelativeOrAbsolute), ct);
        await using var target = File.Create(path);
        await source.CopyToAsync(target, ct);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync()
    {
        process.SendSignal(ProcessSignal.Kill);
        return process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.SendSignal(ProcessSignal.Terminate);
        using var limit = new CancellationTokenSource(StopLimit);
        await process.WaitForExitAsync(limit.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        await process.DisposeAsync();
    }

    private static async Task<RunningServer> ReadyAsync(ChildProcess program, DataFolder folder, CancellationToken ct)
    {
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < StartLimit;)
        {
            if (folder.RunningServer() is { } server)
                return server;
            if (program.HasExited)
                throw new StartFailed($"The measured server ended at its start: {program.StderrTail.Trim()}");
            await Task.Delay(50, ct);
        }
        throw new StartFailed($"The measured server was not ready within {StartLimit.TotalSeconds:0} s.");
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
