namespace Backlot.Rendering;

/// <summary>A token that fires when its owner is cancelled, or when nothing has advanced for a while.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeSpan patience;
    private readonly CancellationToken owner;
    private readonly CancellationTokenSource stall = new();
    private readonly CancellationTokenSource either;
    private volatile bool watching;

    public Watchdog(double stallSeconds, CancellationToken owner)
    {
        patience = TimeSpan.FromSeconds(stallSeconds);
        this.owner = owner;
        either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, owner);
        Watch();
    }

    public CancellationToken Token => either.Token;

    /// <summary>Waits for the other side from now on.</summary>
    public void Watch()
    {
        watching = true;
        stall.CancelAfter(patience);
    }

    /// <summary>The other side waits for us: it may stand still for as long as we take.</summary>
    public void Pause()
    {
        watching = false;
        stall.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Advanced()
    {
        if (watching)
            stall.CancelAfter(patience);
    }

    /// <exception cref="OperationCanceledException">The owner has cancelled.</exception>
    /// <exception cref="FfmpegStalled">Nothing advanced.</exception>
    public void ThrowIfFired(string stderrTail)
    {
        owner.ThrowIfCancellationRequested();
        if (stall.IsCancellationRequested)
            throw new FfmpegStalled(patience.TotalSeconds, stderrTail);
    }

    public void Dispose()
    {
        either.Dispose();
        stall.Dispose();
    }
}
