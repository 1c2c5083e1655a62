namespace Backlot.Library.Predictions.Model;

/// <summary>What is said of a clip before there are results to learn from: the distribution Beta(1, 49) of rates, whatever the clip. Its
/// mean is 2 clicks in 100 views, and it leaves room for ten times less and three times more.</summary>
internal static class ClickPrior
{
    private const double Clicks = 1, Others = 49;

    public const double Mean = Clicks / (Clicks + Others);

    public static Forecast Forecast { get; } = new(Mean, Quantile(0.05), Quantile(0.95));

    /// <summary>For one click the distribution function is 1 - (1-x)^49, which can be turned round.</summary>
    private static double Quantile(double share) => 1 - Math.Pow(1 - share, 1 / Others);
}
