namespace Backlot.Library.Predictions.Model;

/// <summary>A result, and what was expected of it by a model that did not know it.</summary>
internal readonly record struct Judged(double Expected, double Rate, double Views)
{
    public double Clicks => Rate * Views;
    public double Others => (1 - Rate) * Views;
}

/// <summary>Results of which about the same was expected.</summary>
/// <param name="Expected">Clicks over views, 0..1, over all of them.</param>
/// <param name="Actual">As it came.</param>
/// <param name="Results">How many.</param>
/// <param name="Views">Of all of them.</param>
public sealed record ReliabilityBin(double Expected, double Actual, int Results, double Views);

/// <summary>How far predictions can be trusted. Every view counts once.</summary>
/// <param name="Results">That were judged.</param>
/// <param name="BrierScore">Mean square of what a view was expected to bring less what it brought (1 for a click); 0 is perfect.</param>
/// <param name="BrierOfAverage">What saying the average of all results every time would have got.</param>
/// <param name="Auc">How often, of a view with a click and one without, more was expected of the first; 0.5 is by chance. Null when all
/// views, or none, brought a click.</param>
/// <param name="Bins">From the least expected to the most; ten at most.</param>
internal sealed record Calibration(int Results, double BrierScore, double BrierOfAverage, double? Auc, IReadOnlyList<ReliabilityBin> Bins)
{
    private const int MostBins = 10, FewestInBin = 5;

    /// <param name="judged">At least one.</param>
    public static Calibration Of(IReadOnlyList<Judged> judged)
    {
        var views = judged.Sum(j => j.Views);
        var average = judged.Sum(j => j.Clicks) / views;
        List<Judged> sorted = [.. judged.OrderBy(j => j.Expected)];
        return new(judged.Count, Brier(judged, j => j.Expected), Brier(judged, _ => average), AreaOf(sorted), [.. BinsOf(sorted)]);
    }

    private static double Brier(IReadOnlyList<Judged> judged, Func<Judged, double> expected) => judged.Sum(j =>
        j.Clicks * (1 - expected(j)) * (1 - expected(j)) + j.Others * expected(j) * expected(j)) / judged.Sum(j => j.Views);

    /// <summary>Under the receiver operating characteristic, by the pairs it stands for; of equals each wins half.</summary>
    private static double? AreaOf(List<Judged> sorted)
    {
        var (won, othersBelow) = (0.0, 0.0);
        foreach (var equal in sorted.GroupBy(j => j.Expected))      // groups come as they are first met
        {
            var (clicks, others) = (equal.Sum(j => j.Clicks), equal.Sum(j => j.Others));
            won += clicks * (othersBelow + others / 2);
            othersBelow += others;
        }
        var pairs = sorted.Sum(j => j.Clicks) * othersBelow;
        return pairs > 0 ? won / pairs : null;
    }

    /// <summary>Each holds as many results as the others, but for one.</summary>
    private static IEnumerable<ReliabilityBin> BinsOf(List<Judged> sorted)
    {
        var bins = Math.Clamp(sorted.Count / FewestInBin, 1, MostBins);
        for (var bin = 0; bin < bins; bin++)
        {
            var (from, to) = (sorted.Count * bin / bins, sorted.Count * (bin + 1) / bins);
            var inside = sorted[from..to];
            var views = inside.Sum(j => j.Views);
            yield return new(inside.Sum(j => j.Expected * j.Views) / views, inside.Sum(j => j.Clicks) / views, inside.Count, views);
        }
    }
}
