using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Cli;

/// <summary>A server that goes on when the command that started it has ended.</summary>
internal static class BackgroundServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    /// <summary>The server of the data folder, started if none runs; returns when it is ready.</summary>
    /// <exception cref="StartFailed">It did not start; the sentence is the one it gave.</exception>
    public static async Task<RunningServer> EnsureAsync(Settings settings, CancellationToken ct)
    {
        var folder = DataFolder.At(settings.DataFolder);
#pragma warning disable RS0030 // to the server that this command starts, on the loopback address
        using var http = new HttpClient();
#pragma warning restore RS0030
        if (folder.RunningServer() is { } running)
        {
            await WaitUntilReadyAsync(http, running, ct);
            return running;
        }
        Directory.CreateDirectory(folder.Root);
        DetachedProcess.Start(folder.Log, [.. OwnCommand(), "serve", "--data", settings.DataFolder, "--port", $"{settings.Port}", .. settings.RunsJobs ? (string[])[] : ["--no-workers"]]);

        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < StartLimit)
        {
            if (folder.RunningServer() is { } server)
            {
                await WaitUntilReadyAsync(http, server, ct);
                return server;
            }
            if (DetachedProcess.HasEnded(folder.Log, out var said))
                throw new StartFailed(said.Length > 0 ? said : $"The server ended at its start without a word; see {folder.Log}.");
            await Task.Delay(50, ct);
        }
        throw new StartFailed($"The server did not get ready within {StartLimit.TotalSeconds:0} s: see {folder.Log}.");
    }

    private static async Task WaitUntilReadyAsync(HttpClient http, RunningServer server, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var reply = await http.GetAsync(new Uri(server.Url + "/readyz"), ct);
                if (reply.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (tries < 100)
            {
                // It is about to listen.
            }
            if (tries >= 600)
                throw new StartFailed($"The server at {server.Url} runs but is not ready: its database or its data folder is away.");
            await Task.Delay(100, ct);
        }
    }

    /// <summary>How this very program was started: by <c>dotnet X.dll</c> or as an executable.</summary>
    private static string[] OwnCommand()
    {
        var host = Environment.ProcessPath ?? "dotnet";
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, Environment.GetCommandLineArgs()[0]] : [host];
        return [.. program, .. CommandLine.WordsBeforeVerb];
    }
}
