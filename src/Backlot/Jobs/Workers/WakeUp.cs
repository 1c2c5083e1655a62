namespace Backlot.Jobs.Workers;

/// <summary>Remembers one wake-up for one waiter: what comes while nobody waits is not lost, and many are one.</summary>
internal sealed class WakeUp
{
    private TaskCompletionSource _next = new();

    /// <summary>Who waits goes on before this returns, on this very thread, until it waits again: to wake another thread, on a machine that idles, takes
    /// longer than to claim a job.</summary>
    public void Set() => Volatile.Read(ref _next).TrySetResult();

    /// <summary>Returns at the next wake-up, or after so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        await Volatile.Read(ref _next).Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        if (_next.Task.IsCompleted)
            Volatile.Write(ref _next, new());
    }
}
