using System.Collections.Concurrent;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Ingest;

/// <summary>Has a watched folder looked through when something changes in it. The kernel tells of changes on its own disks; for the rest,
/// and for what it forgets when too much happens at once, each folder is looked through again every ten minutes, and at the start of the
/// program, so that nothing is missed while none ran.</summary>
internal sealed class FolderWatch(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider time, ILogger<FolderWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, WatchedFolder> _folders = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception away) when (away is NpgsqlException or Refusal)
                {
                    log.LogWarning("Watched folders cannot be looked at ({Reason}); trying again.", away.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            foreach (var folder in _folders.Values)
                folder.Dispose();
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var wanted = await WantedAsync(ct);
        foreach (var gone in _folders.Keys.Except(wanted.Select(w => w.Id)).ToList())
            if (_folders.TryRemove(gone, out var folder))
                folder.Dispose();
        foreach (var ingest in wanted)
        {
            var folder = _folders.GetOrAdd(ingest.Id, _ => new WatchedFolder(ingest.Location, ingest.IsRecursive, time));
            if (folder.TakeDue())
                await ScanAsync(ingest, folder, ct);
        }
    }

    private async Task ScanAsync(WantedFolder ingest, WatchedFolder folder, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
            db.Owner = ingest.UserId;
            await ScanFolder.EnqueueAsync(db, ingest.Id, ct);
        }
        catch
        {
            folder.Change();        // else nobody looks for ten minutes
            throw;
        }
    }

    private async Task<List<WantedFolder>> WantedAsync(CancellationToken ct)
    {
        await using var ask = SqlFile.Command(database, "Library/Ingest/Sql/watched.sql");
        await using var rows = await ask.ExecuteReaderAsync(ct);
        var wanted = new List<WantedFolder>();
        while (await rows.ReadAsync(ct))
            wanted.Add(new(rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetBoolean(3)));
        return wanted;
    }

    private sealed record WantedFolder(Guid Id, Guid UserId, string Location, bool IsRecursive);
}
