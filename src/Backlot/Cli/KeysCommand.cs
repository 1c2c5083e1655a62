using System.CommandLine;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Npgsql;

namespace Backlot.Cli;

/// <summary><c>keys</c>: the keys that protect stored secrets; <c>keys rotate</c>, <c>keys delete N</c>. Works on the
/// database itself, while a server serves or not: the root key never travels.</summary>
internal static class KeysCommand
{
    public static Command Define()
    {
        Option<string?> data = CommonOptions.Data();
        Argument<int> id = new("N") { Description = "The key's number." };
        var rotate = new Command("rotate", "Protect all stored secrets by a new key; run it again if it was cut off.") { data };
        rotate.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), RotateAsync, ct));
        var delete = new Command("delete", "Delete an old key that protects nothing any more.") { id, data };
        delete.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), (_, database, stop) => DeleteAsync(database, parsed.GetValue(id), stop), ct));
        var keys = new Command("keys", "List the keys that protect stored secrets.") { data, rotate, delete };
        keys.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), ListAsync, ct));
        return keys;
    }

    private static async Task ListAsync(DataFolder folder, NpgsqlConnectionStringBuilder database, CancellationToken ct)
    {
        foreach (var key in await new KeyInventory(database).ReadAsync(ct))
            Console.WriteLine($"{key.Id}\t{key.CreatedAt:yyyy-MM-dd}\t{key.Uses} secret{(key.Uses == 1 ? "" : "s")}{(key.CompletedAt is null ? "\trotation not finished" : "")}");
    }

    private static async Task RotateAsync(DataFolder folder, NpgsqlConnectionStringBuilder database, CancellationToken ct)
    {
        var root = RootKey.Find(folder) ?? throw new StartFailed($"There is no root key in {folder.Root}: name the server's data folder with --data, or set BACKLOT_ROOT_KEY.");
        var (id, count) = await new KeyRotation(root, database).RotateAsync(ct);
        Console.WriteLine($"Key {id} is in use; {count} stored secret{(count == 1 ? " was" : "s were")} moved to it.");
    }

    private static async Task DeleteAsync(NpgsqlConnectionStringBuilder database, int id, CancellationToken ct)
    {
        await new KeyInventory(database).DeleteAsync(id, ct);
        Console.WriteLine($"Key {id} is deleted.");
    }

    private static async Task<int> RunAsync(
        string? dataFolder, Func<DataFolder, NpgsqlConnectionStringBuilder, CancellationToken, Task> act, CancellationToken ct)
    {
        var settings = Settings.FromEnvironment(dataFolder);
        var folder = DataFolder.At(settings.DataFolder);
        if (settings.DatabaseUrl is { } url)
            await CheckedAsync(folder, DatabaseUrl.Parse(url));
        else if (folder.RunningServer() is not null)
            await CheckedAsync(folder, EmbeddedPostgres.DatabaseOf(folder));
        else
        {
            using var owned = DataFolder.Own(settings.DataFolder);
            await using var database = await DatabaseServer.StartAsync(settings, owned, ct);
            await CheckedAsync(owned, database.Connection);
        }
        return 0;

        async Task CheckedAsync(DataFolder at, NpgsqlConnectionStringBuilder database)
        {
            await RootKeyCheck.DemandAsync(database, at, ct);
            await new Schema(database).DemandCurrentAsync(ct);
            await act(at, database, ct);
        }
    }
}
