using System.CommandLine;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;

namespace Backlot.Cli;

/// <summary><c>work</c>: a worker without a server, beside one or on another machine.</summary>
internal static class WorkCommand
{
    public static Command Define(ServeOptions options)
    {
        Option<string?> data = CommonOptions.Data();
        Option<string?> queues = new("--queues") { Description = "The queues to work on, with commas between. Default: all." };
        Option<int?> slots = new("--slots") { Description = "Jobs at the same time in each queue, 1 to 1000. Default: one render, and as many others as there are cores." };
        var command = new Command("work", "Run jobs beside a server, or on another machine with the same DATABASE_URL and data folder.") { queues, slots, data };
        command.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(slots) is < 1 or > 1000)
                throw new StartFailed($"--slots is {parsed.GetValue(slots)}: choose a number from 1 to 1000.");
            return RunAsync(Settings.FromEnvironment(parsed.GetValue(data)) with
            {
                RunsJobs = true,
                WorkQueues = parsed.GetValue(queues)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Slots = parsed.GetValue(slots),
            }, options, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, ServeOptions options, CancellationToken ct)
    {
        using var folder = DataFolder.Join(settings.DataFolder);
        await using var database = DatabaseServer.Join(settings, folder);
        await RootKeyCheck.DemandAsync(database.Direct, folder, ct);
        await new Schema(database.Direct).DemandCurrentAsync(ct);
        using var worker = BacklotApp.BuildWorker(settings, folder, database.Connection, options.ChangeServices);
        await worker.StartAsync(ct);
        Console.WriteLine($"Working on {(settings.WorkQueues is { } queues ? string.Join(", ", queues) : "all queues")}. Stop with Ctrl+C.");
        await worker.WaitForShutdownAsync(ct);
        return 0;
    }
}
