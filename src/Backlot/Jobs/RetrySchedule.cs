namespace Backlot.Jobs;

/// <summary>How long a failed job rests: 1 s, 4 s, 16 s, 64 s, then 256 s, each ± 25 %, so that many that failed
/// together do not come back together.</summary>
public static class RetrySchedule
{
    private const double FirstSeconds = 1, Factor = 4, LongestSeconds = 256, Jitter = 0.25;

    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">0..1; where in the jitter's range the delay falls.</param>
    public static TimeSpan After(int attempt, double random) => TimeSpan.FromSeconds(
        Math.Min(LongestSeconds, FirstSeconds * Math.Pow(Factor, attempt - 1)) * (1 + Jitter * (2 * random - 1)));
}
