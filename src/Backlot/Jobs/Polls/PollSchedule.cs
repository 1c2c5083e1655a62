namespace Backlot.Jobs.Polls;

/// <summary>When a parked job is asked about: after 2 s first, then whenever it has waited a tenth longer, at least every
/// minute; so a result is noticed within about a tenth of the time it took.</summary>
public static class PollSchedule
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(2), GiveUp = TimeSpan.FromDays(1);

    private const double Share = 0.1, LeastSeconds = 2, MostSeconds = 60;

    /// <param name="waited">Since the job was parked.</param>
    /// <param name="hint">What the provider asked for; it is heeded where it is longer than ours.</param>
    public static TimeSpan Next(TimeSpan waited, TimeSpan? hint)
    {
        var ours = TimeSpan.FromSeconds(Math.Clamp(waited.TotalSeconds * Share, LeastSeconds, MostSeconds));
        return hint > ours ? hint.Value : ours;
    }
}
