using System.Collections.Concurrent;

namespace Backlot.Tests.Support;

/// <summary>The real time of calls to other machines, in which nobody waits for what is certain: a call that comes to nothing says so after four
/// seconds, whatever the reason, and here at once; and deadlines pass when a test says so.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private readonly ConcurrentQueue<ITimer> _limits = new();

    /// <summary>Limits are whole seconds, and real; what is left of them is not.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isLimit = dueTime.Ticks % TimeSpan.TicksPerSecond == 0;
        var timer = base.CreateTimer(callback, state, isLimit ? dueTime : TimeSpan.Zero, period);
        if (isLimit)
            _limits.Enqueue(timer);
        return timer;
    }

    /// <summary>Every call that is under way has taken too long.</summary>
    public void PassDeadlines()
    {
        while (_limits.TryDequeue(out var timer))
            timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
