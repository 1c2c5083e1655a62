using Backlot.Library.Predictions.Model;

namespace Backlot.Tests.Library.Predictions;

/// <summary>Results of clips whose rates follow a law that the test knows.</summary>
internal static class PlantedClips
{
    /// <summary>In deviations of the feature, the last one means nothing.</summary>
    public static readonly double[] Law = [0.6, -0.4, 0.3, 0];

    public const double LogOddsOfAverage = -3.5;

    /// <param name="count">Of clips, each with one result.</param>
    /// <param name="views">Of each.</param>
    /// <param name="spread">By how many log odds ads differ for reasons that no feature shows.</param>
    /// <param name="law">Other than <see cref="Law"/>.</param>
    public static List<ClickResult> Results(int count, double views, int seed, double spread = 0, double[]? law = null)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(n =>
        {
            // Features of other means and deviations: the model has to find both.
            double[] drawn = [.. (law ?? Law).Select(_ => Normal(random))];
            var chance = Odds.Chance(LogOddsOfAverage + drawn.Zip(law ?? Law, (x, weight) => x * weight).Sum() + spread * Normal(random));
            return new ClickResult(new Guid(n, 0, 0, new byte[8]), [.. drawn.Select((x, f) => 100 * f + (f + 1) * x)], Clicks(random, views, chance) / views, views);
        })];
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Clicks(Random random, double views, double chance)
    {
        var clicks = 0;
        for (var view = 0; view < views; view++)
            clicks += random.NextDouble() < chance ? 1 : 0;
        return clicks;
    }
}
