using System.Diagnostics;

namespace Backlot.Benchmarks.Jobs;

/// <summary>Reads single figures out of many.</summary>
internal static class Figures
{
    /// <param name="share">0..1; 1 is the largest.</param>
    /// <returns>NaN of nothing.</returns>
    public static double Percentile(this IReadOnlyCollection<double> samples, double share) => samples.Count == 0
        ? double.NaN
        : samples.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * samples.Count) - 1));

    public static double Median(this IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Between two moments of the clock that all processes of the machine share.</summary>
    public static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    public static double SecondsSince(long from) => Stopwatch.GetElapsedTime(from).TotalSeconds;
}
