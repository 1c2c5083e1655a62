namespace Backlot.Tests.Generation.Providers;

/// <summary>Deadlines of minutes are over in some seconds; all else takes its time.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Faster = 60;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.FromMinutes(1) ? dueTime / Faster : dueTime, period);
}
