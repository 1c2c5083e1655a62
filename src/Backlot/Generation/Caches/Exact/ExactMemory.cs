using Backlot.Platform.Database;

namespace Backlot.Generation.Caches.Exact;

/// <summary>What this process found in the exact level of late, so that it need not ask again. It is forgotten as soon as the database tells
/// that assets are gone, and after a minute in any case, should that message be lost: whoever then names a deleted asset is refused by the
/// database.</summary>
internal sealed class ExactMemory(Notifications notifications, TimeProvider time) : IHostedService
{
    /// <summary>How many are remembered.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Remembered> _entries = [];
    private readonly Queue<(Guid Key, DateTimeOffset Until)> _ages = new();

    /// <summary>Changes each time that something was forgotten on somebody's word.</summary>
    public long Epoch { get; private set; }

    public ExactEntry? Find(Guid key)
    {
        lock (_gate)
            return _entries.TryGetValue(key, out var known) && known.Until > time.GetUtcNow() ? known.Entry : null;
    }

    /// <param name="epoch">Before it was read: if something was forgotten since, it may be this.</param>
    public void Remember(Guid key, ExactEntry entry, long epoch)
    {
        var until = time.GetUtcNow() + Trusted;
        lock (_gate)
        {
            if (epoch != Epoch)
                return;
            _entries[key] = new(entry, until);
            _ages.Enqueue((key, until));
            while (_ages.Count > Most)
            {
                // A key that was remembered again since has a younger place, too.
                var (oldest, age) = _ages.Dequeue();
                if (_entries.TryGetValue(oldest, out var known) && known.Until == age)
                    _entries.Remove(oldest);
            }
        }
    }

    public void Forget(Guid key)
    {
        lock (_gate)
        {
            Epoch++;
            _entries.Remove(key);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        notifications.Heard += Hear;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        notifications.Heard -= Hear;
        return Task.CompletedTask;
    }

    private void Hear(string message)
    {
        if (message.StartsWith(ExactCache.Changed, StringComparison.Ordinal) && Guid.TryParse(message.AsSpan(ExactCache.Changed.Length), out var key))
            Forget(key);
        if (message is not ("assets gone" or "reconnected"))
            return;
        lock (_gate)
        {
            Epoch++;
            _entries.Clear();
            _ages.Clear();
        }
    }

    private sealed record Remembered(ExactEntry Entry, DateTimeOffset Until);
}
