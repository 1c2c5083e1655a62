using System.Collections.Concurrent;

namespace Backlot.Library.Uploads;

/// <summary>One request at a time works on an upload. A newer one ends the one before: its client has given that up, though the
/// connection may not know yet.</summary>
internal sealed class UploadLocks
{
    private readonly ConcurrentDictionary<Guid, Holder> _holders = new();

    /// <summary>Tells whoever has the lock to stop and waits until it has.</summary>
    /// <returns>Dispose it.</returns>
    public async Task<Holder> TakeAsync(Guid id, CancellationToken ct)
    {
        var mine = new Holder(this, id, ct);
        try
        {
            while (!_holders.TryAdd(id, mine))
                if (_holders.TryGetValue(id, out var other))
                    await other.EndAsync(ct);
            return mine;
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    /// <summary>Has the lock.</summary>
    internal sealed class Holder(UploadLocks locks, Guid id, CancellationToken ct) : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Cancelled when somebody newer wants it.</summary>
        public CancellationToken Stop => _stop.Token;

        public Task EndAsync(CancellationToken ct)
        {
            try
            {
                _stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has ended just now.
            }
            return _ended.Task.WaitAsync(ct);
        }

        public void Dispose()
        {
            locks._holders.TryRemove(new(id, this));
            _ended.TrySetResult();
            _stop.Dispose();
        }
    }
}
