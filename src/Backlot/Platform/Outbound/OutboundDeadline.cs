namespace Backlot.Platform.Outbound;

/// <summary>The time one call has, from its first step to the last byte of its reply.</summary>
internal sealed class OutboundDeadline : IDisposable
{
    private readonly CancellationTokenSource _clock, _either;
    private readonly TimeProvider _time;

    public OutboundDeadline(OutboundLimits limits, TimeProvider time, CancellationToken ct)
    {
        _time = time;
        _clock = new(limits.Deadline, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, ct);
    }

    /// <summary>Cancelled by the deadline or by the caller.</summary>
    public CancellationToken Token => _either.Token;
    public bool HasPassed => _clock.IsCancellationRequested;
    public TimeProvider Time => _time;

    /// <param name="sent">Whether anything of the request may have left this machine by then.</param>
    /// <exception cref="OutboundFailed">The deadline passed first.</exception>
    public async Task WaitAsync(TimeSpan time, bool sent)
    {
        try
        {
            await Task.Delay(time, _time, Token);
        }
        catch (OperationCanceledException) when (HasPassed)
        {
            throw new OutboundFailed(OutboundFault.TooSlow, sent);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
