using System.Collections.Concurrent;

namespace Backlot.Accounts.SignIn;

/// <summary>What signed requests in within the last half second, so that a busy program does not cost a look into the
/// database a request. Whatever this server ends is forgotten here at once; what another one ends, within that time.</summary>
internal sealed class RecentCredentials(TimeProvider time)
{
    /// <summary>Far below the second within which a revocation must be known everywhere.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(0.5);

    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = [];
    private long _era;

    /// <summary>The credential of this hash; read anew when it is not known, or not known to be good any more.</summary>
    public async Task<Credential?> FindAsync(byte[] hash, Func<Task<Credential?>> read)
    {
        var key = Convert.ToBase64String(hash);
        // What is read while something ends may be what was before: it is of an era that is over then.
        var era = Volatile.Read(ref _era);
        if (_entries.TryGetValue(key, out var entry) && entry.Era == era && time.GetElapsedTime(entry.ReadAt) < Lifetime)
            return entry.Credential;
        var readAt = time.GetTimestamp();
        if (await read() is not { } found)
        {
            _entries.TryRemove(key, out _);
            return null;
        }
        if (_entries.Count >= Most)
            _entries.Clear();
        _entries[key] = new(found, readAt, era);
        return found;
    }

    /// <summary>To be called when something that signs in may have ended, after that is committed.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _era);
        _entries.Clear();
    }

    private sealed record Entry(Credential Credential, long ReadAt, long Era);
}
