namespace Backlot.Library.Ingest;

/// <summary>A folder, and whether it is to be looked through: something changed in it and it has rested since, or nobody has looked for long.</summary>
internal sealed class WatchedFolder : IDisposable
{
    /// <summary>A folder that is being filled changes all the time: it is looked through when nothing has changed for <see cref="Rest"/>, or something
    /// for <see cref="Longest"/>; and at any rate after <see cref="Again"/>, as the kernel tells of changes on its own disks only.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(15), Again = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly FileSystemWatcher? _watcher;
    private readonly Lock _lock = new();
    private DateTimeOffset? _firstChange, _lastChange, _lookedAt;

    public WatchedFolder(string folder, bool recursive, TimeProvider time)
    {
        _time = time;
        try
        {
            _watcher = new(folder)
            {
                IncludeSubdirectories = recursive,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Attributes,
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

    /// <returns>Whether it is to be looked through now; who asks does so.</returns>
    public bool TakeDue()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (now - _lookedAt < Again && !(now - _lastChange >= Rest || now - _firstChange >= Longest))
                return false;
            (_lookedAt, _firstChange, _lastChange) = (now, null, null);
            return true;
        }
    }

    public void Dispose() => _watcher?.Dispose();

    internal void Change()
    {
        lock (_lock)
        {
            _lastChange = _time.GetUtcNow();
            _firstChange ??= _lastChange;
        }
    }
}
