namespace Backlot.Rendering;

/// <summary>A token that fires when its owner is cancelled, or when nothing has advanced for a while.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly double stallSeconds;
    private readonly CancellationToken owner;
    private readonly CancellationTokenSource stall;
    private readonly CancellationTokenSource either;

    public Watchdog(double stallSeconds, CancellationToken owner)
    {
        this.stallSeconds = stallSeconds;
        this.owner = owner;
        stall = new(TimeSpan.FromSeconds(stallSeconds));
        either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, owner);
    }

    public CancellationToken Token => either.Token;

    public void Advanced() => stall.CancelAfter(TimeSpan.FromSeconds(stallSeconds));

    /// <exception cref="OperationCanceledException">The owner has cancelled.</exception>
    /// <exception cref="FfmpegStalled">Nothing advanced.</exception>
    public void ThrowIfFired(string stderrTail)
    {
        owner.ThrowIfCancellationRequested();
        if (stall.IsCancellationRequested)
            throw new FfmpegStalled(stallSeconds, stderrTail);
    }

    public void Dispose()
    {
        either.Dispose();
        stall.Dispose();
    }
}
