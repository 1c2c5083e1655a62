namespace Backlot.Library.Predictions.Model;

/// <summary>Chances and the logarithms of their odds.</summary>
internal static class Odds
{
    /// <summary>Beyond these the chance is as good as 0 or 1, and what is divided by it would have no end.</summary>
    private const double Farthest = 25;

    /// <summary>The chance, between 0 and 1, both exclusive, whose log odds these are.</summary>
    public static double Chance(double logOdds) => 1 / (1 + Math.Exp(-Math.Clamp(logOdds, -Farthest, Farthest)));

    /// <param name="chance">Between 0 and 1, both exclusive.</param>
    public static double Log(double chance) => Math.Log(chance / (1 - chance));

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
