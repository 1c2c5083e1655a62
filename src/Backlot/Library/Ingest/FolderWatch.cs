using System.Collections.Concurrent;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Ingest;

/// <summary>Has a watched folder looked through when something changes in it. The kernel tells of changes on its own disks; for the rest,
/// and for what it forgets when too much happens at once, each folder is looked through again every ten minutes, and at the start of the
/// program, so that nothing is missed while none ran.</summary>
internal sealed class FolderWatch(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider time, ILogger<FolderWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Again = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, Watched> _folders = new();

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
                catch (NpgsqlException away)
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
            if (_folders.GetOrAdd(ingest.Id, _ => new Watched(ingest.Location, ingest.IsRecursive)).TakeDue(time.GetUtcNow(), Again))
                await ScanAsync(ingest, ct);
    }

    private async Task ScanAsync(WantedFolder ingest, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        db.Owner = ingest.UserId;
        var scan = new ScanFolder(ingest.Id);
        await db.EnqueueUniqueAsync(NewJob.Of(scan, ingest.UserId, ingest.Id, uniqueKey: scan.UniqueKey), IfThere.Replace, ct);
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

    /// <summary>A folder, and whether something changed in it since it was last asked.</summary>
    private sealed class Watched : IDisposable
    {
        private readonly FileSystemWatcher? _watcher;
        private int _changed = 1;
        private DateTimeOffset _lookedAt;

        public Watched(string folder, bool recursive)
        {
            try
            {
                _watcher = new(folder)
                {
                    IncludeSubdirectories = recursive,
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite,
                };
                _watcher.Changed += (_, _) => Change();
                _watcher.Created += (_, _) => Change();
                _watcher.Renamed += (_, _) => Change();
                _watcher.Error += (_, _) => Change();
                _watcher.EnableRaisingEvents = true;
            }
            catch (Exception e) when (e is ArgumentException or IOException)
            {
                // It is away, or the kernel watches as many as it may: then it is looked through now and again.
                _watcher?.Dispose();
                _watcher = null;
            }
        }

        public bool TakeDue(DateTimeOffset now, TimeSpan again)
        {
            if (Interlocked.Exchange(ref _changed, 0) == 0 && now - _lookedAt < again)
                return false;
            _lookedAt = now;
            return true;
        }

        public void Dispose() => _watcher?.Dispose();

        private void Change() => Interlocked.Exchange(ref _changed, 1);
    }
}
