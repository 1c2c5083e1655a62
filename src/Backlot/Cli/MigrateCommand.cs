using System.CommandLine;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;

namespace Backlot.Cli;

/// <summary><c>migrate</c> and <c>migrate down N</c>: the schema, while no server runs on the data folder.</summary>
internal static class MigrateCommand
{
    public static Command Define()
    {
        Option<string?> data = CommonOptions.Data();
        Argument<int> steps = new("N") { Description = "How many of the newest migrations to take back." };
        var down = new Command("down", "Take the newest N migrations back; each keeps what data it can.") { steps, data };
        down.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), schema => schema.DownAsync(parsed.GetValue(steps), ct), "Taken back", ct));
        var command = new Command("migrate", "Bring the database's schema up to this program.") { data, down };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), schema => schema.UpAsync(ct), "Done", ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string? dataFolder, Func<Schema, Task<IReadOnlyList<string>>> change, string word, CancellationToken ct)
    {
        var settings = Settings.FromEnvironment(dataFolder);
        using var folder = DataFolder.Own(settings.DataFolder);
        await using var database = await DatabaseServer.StartAsync(settings, folder, ct);
        await RootKeyCheck.DemandAsync(database.Direct, folder, ct);
        var steps = await change(new Schema(database.Direct));
        Console.WriteLine(steps.Count == 0 ? "The schema is up to date." : string.Join('\n', steps.Select(step => $"{word}: {step}")));
        return 0;
    }
}
