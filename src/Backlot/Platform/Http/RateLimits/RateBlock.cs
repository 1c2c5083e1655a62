namespace Backlot.Platform.Http.RateLimits;

/// <summary>Requests that one server took from the shared counter in advance, so that it need not be asked each time.</summary>
internal sealed class RateBlock(RatePolicy policy, string subject, RateCounter counter)
{
    private const int LargestBlock = 1000, Blocks = 100;

    private readonly Lock _gate = new();
    private DateTimeOffset _window;
    private int _left, _alone;
    private long _leftToAll;
    private bool _isUsedUp;
    private Task? _filling;

    private int Size => Math.Clamp(policy.Permits / Blocks, 1, LargestBlock);

    /// <summary>Nothing of it is of use any more.</summary>
    public bool IsOver => _window < counter.WindowOf(policy);

    public async ValueTask<RatePermit> TakeAsync(CancellationToken ct)
    {
        while (true)
        {
            Task filling;
            lock (_gate)
            {
                if (Spend() is { } permit)
                    return permit;
                // One asks for all who wait.
                filling = _filling ??= FillAsync();
            }
            await filling.WaitAsync(ct);
        }
    }

    /// <returns>Null when the counter has to be asked.</returns>
    private RatePermit? Spend()
    {
        if (_window < counter.WindowOf(policy))
            (_left, _isUsedUp, _alone) = (0, false, 0);
        if (_left == 0)
            return _isUsedUp ? new(false, 0, counter.Left(policy, _window)) : null;
        _left--;
        return new(true, _leftToAll + _left, counter.Left(policy, _window));
    }

    private async Task FillAsync()
    {
        await Task.Yield();     // whoever began it holds the gate
        try
        {
            var (got, left, window) = await counter.TakeAsync(policy, subject, Size, CancellationToken.None);
            lock (_gate)
                (_left, _leftToAll, _window, _isUsedUp, _filling) = (got, left, window, got == 0, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nobody is kept from reading because the count is away; this server holds to the limit by itself.
            lock (_gate)
            {
                (_window, _left) = (counter.WindowOf(policy), Math.Min(Size, policy.Permits - _alone));
                _alone += _left;
                (_leftToAll, _isUsedUp, _filling) = (policy.Permits - _alone, _left == 0, null);
            }
        }
    }
}
