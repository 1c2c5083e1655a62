namespace Backlot.Library.Predictions.Model;

/// <summary>How likely a clip is to be clicked on, learnt from what came of others: a regularised logistic regression on
/// standardised features.</summary>
internal sealed record ClickModel
{
    /// <summary>The 0.95 quantile of the normal distribution: nine of ten lie within so many deviations.</summary>
    private const double NineOfTen = 1.6448536269514722;

    /// <summary>Rounds between coefficients and dispersion; they settle within a few.</summary>
    private const int Rounds = 8;

    /// <summary>One deviation of a feature is believed to change the odds by no more than e to or from, in 19 of 20.</summary>
    private static readonly Belief OfFeature = new(0, 0.5);

    /// <summary>What is clicked on at all: in 19 of 20 from 0.04 % to 53 %.</summary>
    private static readonly Belief OfAverage = new(Odds.Log(ClickPrior.Mean), 2);

    /// <summary>Of each feature over the results, as the deviations are.</summary>
    public required double[] Means { get; init; }
    public required double[] Deviations { get; init; }
    public required LogisticFit Fit { get; init; }

    /// <summary>ρ of <see cref="Model.Dispersion"/>, 0..1.</summary>
    public required double Dispersion { get; init; }
    public required int Results { get; init; }

    /// <param name="results">At least one.</param>
    public static ClickModel Learn(IReadOnlyList<ClickResult> results)
    {
        var count = results[0].Features.Length;
        double[] means = [.. Enumerable.Range(0, count).Select(f => results.Average(r => r.Features[f]))];
        double[] deviations = [.. Enumerable.Range(0, count).Select(f => Deviation(results, f, means[f]))];
        var rows = results.Select(r => Row(r.Features, means, deviations)).ToList();
        double[] rates = [.. results.Select(r => r.Rate)];
        Belief[] beliefs = [OfAverage, .. Enumerable.Repeat(OfFeature, count)];
        var share = 0.0;
        for (var round = 0; ; round++)
        {
            double[] counted = [.. results.Select(r => Model.Dispersion.CountedViews(r.Views, share))];
            var fit = LogisticFit.Of(rows, rates, counted, beliefs);
            double[] chances = [.. rows.Select(row => Odds.Chance(fit.LogOdds(row)))];
            var next = Model.Dispersion.Share(results, chances, results.Count - Taken(fit, rows, counted, chances));
            if (round == Rounds || Math.Abs(next - share) <= 1e-4 * share)
                return new() { Means = means, Deviations = deviations, Fit = fit, Dispersion = share, Results = results.Count };
            share = next;
        }
    }

    /// <param name="features">As many as it learnt from.</param>
    public Forecast Predict(double[] features)
    {
        var row = Row(features, Means, Deviations);
        var logOdds = Fit.LogOdds(row);
        var rate = Odds.Chance(logOdds);
        // Not knowing the coefficients, and what ads differ by beyond them, both in log odds.
        var deviation = Math.Sqrt(Fit.Variance(row) + Dispersion / (rate * (1 - rate)));
        return new(rate, Odds.Chance(logOdds - NineOfTen * deviation), Odds.Chance(logOdds + NineOfTen * deviation))
        {
            Factors = [.. row.Zip(Fit.Coefficients, (value, coefficient) => Math.Exp(value * coefficient)).Skip(1)],
        };
    }

    /// <summary>How many of its coefficients the results decided rather than the beliefs: the trace of the hat matrix.</summary>
    private static double Taken(LogisticFit fit, List<double[]> rows, double[] counted, double[] chances)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Count; i++)
            sum += counted[i] * chances[i] * (1 - chances[i]) * fit.Variance(rows[i]);
        return sum;
    }

    /// <summary>1 for the average, then the features in deviations from their means. What never differed tells nothing, however far off it
    /// is now; and nothing is believed beyond four deviations.</summary>
    private static double[] Row(double[] features, double[] means, double[] deviations) =>
        [1, .. features.Select((value, f) => deviations[f] > 0 ? Math.Clamp((value - means[f]) / deviations[f], -4, 4) : 0)];

    private static double Deviation(IReadOnlyList<ClickResult> results, int feature, double mean)
    {
        var deviation = Math.Sqrt(results.Average(r => (r.Features[feature] - mean) * (r.Features[feature] - mean)));
        return deviation > 1e-9 * Math.Max(1, Math.Abs(mean)) ? deviation : 0;
    }
}

/// <summary>What is expected of a clip.</summary>
/// <param name="Rate">Clicks over views, 0..1.</param>
/// <param name="Low">Nine ads in ten of such a clip lie between this one and <paramref name="High"/>.</param>
internal sealed record Forecast(double Rate, double Low, double High)
{
    /// <summary>What each feature does to the odds, beside those of the average clip: 1 for nothing, 2 for double.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [];
}
