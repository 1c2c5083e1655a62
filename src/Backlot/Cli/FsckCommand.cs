using System.CommandLine;
using Backlot.Library.Fsck;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Npgsql;

namespace Backlot.Cli;

/// <summary><c>fsck</c>: rows against files, both ways; tells what is wrong and repairs it only when asked to. Works on the database
/// itself, while a server serves or not.</summary>
internal static class FsckCommand
{
    private const double UsualPercent = 1;

    public static Command Define()
    {
        Option<string?> data = CommonOptions.Data();
        Option<bool> repair = new("--repair") { Description = "Repair what is wrong; without it nothing is changed." };
        Option<bool> all = new("--all") { Description = "Read every file whole and compare its hash; else one of a hundred, and sizes." };
        Option<double> sample = new("--sample") { Description = "How many of the files to read whole, in percent.", DefaultValueFactory = _ => UsualPercent };
        var command = new Command("fsck", "Compare assets with the files that hold their bytes, both ways.") { repair, all, sample, data };
        command.SetAction((parsed, ct) => parsed.GetValue(sample) is >= 0 and <= 100 and var percent
            ? RunAsync(parsed.GetValue(data), new(parsed.GetValue(repair), parsed.GetValue(all) ? 1 : percent / 100), ct)
            : throw new StartFailed("--sample is a share in percent: choose 0 to 100."));
        return command;
    }

    private static async Task<int> RunAsync(string? dataFolder, StoreCheckWish wish, CancellationToken ct)
    {
        var settings = Settings.FromEnvironment(dataFolder);
        var folder = DataFolder.At(settings.DataFolder);
        if (settings.DatabaseUrl is { } url)
            return await CheckAsync(settings, folder, DatabaseUrl.Parse(url), wish, ct);
        if (folder.RunningServer() is not null)
            return await CheckAsync(settings, folder, EmbeddedPostgres.DatabaseOf(folder), wish, ct);
        using var owned = DataFolder.Own(settings.DataFolder);
        await using var database = await DatabaseServer.StartAsync(settings, owned, ct);
        return await CheckAsync(settings, owned, database.Connection, wish, ct);
    }

    private static async Task<int> CheckAsync(
        Settings settings, DataFolder folder, NpgsqlConnectionStringBuilder database, StoreCheckWish wish, CancellationToken ct)
    {
        await RootKeyCheck.DemandAsync(database, folder, ct);
        await new Schema(database).DemandCurrentAsync(ct);
        using var house = BacklotApp.BuildWorker(settings with { RunsJobs = false }, folder, database);     // it is not started
        var report = await StoreReport.ReadAsync(house.Services, wish, ct);
        foreach (var fault in report.Faults)
            Console.WriteLine($"{fault.Kind}: {fault.What}: {fault.Repair}{(wish.Repair ? " (done)" : "")}");
        Console.WriteLine($"{report.Blobs} contents of assets, {report.Hashed} of them read whole; {report.Files} files: {Sum(report.Faults.Count, wish.Repair)}");
        return report.Faults.Count == 0 || wish.Repair ? 0 : 1;
    }

    private static string Sum(int faults, bool repaired) => (faults, repaired) switch
    {
        (0, _) => "nothing is wrong.",
        (_, true) => $"{faults} fault{(faults == 1 ? "" : "s")} repaired.",
        _ => $"{faults} fault{(faults == 1 ? "" : "s")}; nothing was changed. ./backlot fsck --repair repairs them.",
    };
}
