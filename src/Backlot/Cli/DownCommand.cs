using System.CommandLine;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Cli;

/// <summary><c>down</c>: ends the server of a data folder, and its database with it.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Command Define()
    {
        Option<string?> data = CommonOptions.Data();
        var command = new Command("down", "Stop the server that up started.") { data };
        command.SetAction((parsed, ct) => RunAsync(Settings.FromEnvironment(parsed.GetValue(data)).DataFolder, ct));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, CancellationToken ct)
    {
        var folder = DataFolder.At(dataFolder);
        if (folder.RunningServer() is not { } server)
        {
            Console.WriteLine($"No Backlot runs on {folder.Root}.");
            return 0;
        }
        if (LibC.Kill(server.ProcessId, (int)ProcessSignal.Terminate) != 0)
            throw new StartFailed($"Process {server.ProcessId} belongs to another user: stop it as that user.");
        var asked = TimeProvider.System.GetTimestamp();
        while (folder.RunningServer() is not null)
        {
            if (TimeProvider.System.GetElapsedTime(asked) > Limit)
                throw new StartFailed($"The server (process {server.ProcessId}) has not ended after {Limit.TotalSeconds:0} s: see {folder.Log}.");
            await Task.Delay(50, ct);
        }
        Console.WriteLine("Backlot is stopped.");
        return 0;
    }
}
