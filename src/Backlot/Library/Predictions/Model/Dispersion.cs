namespace Backlot.Library.Predictions.Model;

/// <summary>Ads of like clips do better or worse than one another for reasons that no clip shows: the audience, the season, the words
/// beside it. So a million views of one ad tell less of its clip than a thousand views of each of a thousand ads.</summary>
/// <remarks>The extra-binomial variation of Williams (1982), model II: the rate of an ad over n views varies by
/// p(1-p)/n · (1 + (n-1)ρ), and it counts for n / (1 + (n-1)ρ) views.</remarks>
internal static class Dispersion
{
    private const int Halvings = 50;

    /// <summary>How many views of that many count.</summary>
    /// <param name="share">ρ, 0..1.</param>
    public static double CountedViews(double views, double share) => views / (1 + Math.Max(0, views - 1) * share);

    /// <summary>The ρ under which the rates lie as far from their chances as their freedom allows (Pearson's χ² is
    /// <paramref name="freedom"/>); 0 when chance alone explains all that they differ.</summary>
    /// <param name="chances">That a model gave them.</param>
    /// <param name="freedom">Results less what the model took from them.</param>
    public static double Share(IReadOnlyList<ClickResult> results, IReadOnlyList<double> chances, double freedom)
    {
        if (freedom <= 0 || Distance(0) <= freedom)
            return 0;
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
            if (Distance((low + high) / 2) > freedom)
                low = (low + high) / 2;
            else
                high = (low + high) / 2;
        return (low + high) / 2;

        double Distance(double share) => results.Zip(chances, (result, chance) =>
            CountedViews(result.Views, share) * (result.Rate - chance) * (result.Rate - chance) / (chance * (1 - chance))).Sum();
    }
}
