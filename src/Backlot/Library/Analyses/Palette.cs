namespace Backlot.Library.Analyses;

/// <summary>The colours a picture is made of, most first.</summary>
/// <param name="Hex">Such as <c>#c86432</c>: the middle of what was counted together.</param>
/// <param name="Share">0..1, of all pixels.</param>
internal sealed record PaletteColour(string Hex, double Share);

/// <summary>Turns a histogram of colours (<see cref="Rendering.Signals.ShotSignals.ColourHistogram"/>) into colours.</summary>
internal static class Palette
{
    public const int Bins = 128;
    private const int Most = 8, Hues = 8, Strengths = 3, Lumas = 4, Greys = 32;
    private const double Least = 0.01;

    /// <summary>Middle of each strength, as distance of the colour differences from grey; of 134.</summary>
    private static readonly double[] Distances = [21, 45, 85];

    /// <param name="shares">Of each bin; summing to 1.</param>
    /// <returns>Eight at most, each of a hundredth at least; greys that lie next to each other are one.</returns>
    public static IReadOnlyList<PaletteColour> Of(IReadOnlyList<double> shares)
    {
        var colours = Enumerable.Range(0, Hues * Strengths * Lumas).Select(bin => (Hex: Coloured(bin), Share: shares[bin]));
        // 32 greys are finer than an eye that looks for colours.
        var greys = Enumerable.Range(0, Lumas * 2).Select(step =>
            (Hex: Hex((step + 0.5) * 32, 0, 0), Share: Enumerable.Range(0, Greys / (Lumas * 2)).Sum(grey => shares[Hues * Strengths * Lumas + step * 4 + grey])));
        return [.. colours.Concat(greys).Where(c => c.Share >= Least).OrderByDescending(c => c.Share).Take(Most).Select(c => new PaletteColour(c.Hex, Math.Round(c.Share, 4)))];
    }

    private static string Coloured(int bin)
    {
        var (hue, strength, luma) = (bin / (Strengths * Lumas), bin / Lumas % Strengths, bin % Lumas);
        // As the bins were counted: from the direction of red against blue difference, one turn on.
        var angle = ((hue + 0.5) / Hues - (hue >= Hues / 2 ? 1 : 0)) * 2 * Math.PI;
        return Hex((luma + 0.5) * 64, Distances[strength] * Math.Cos(angle), Distances[strength] * Math.Sin(angle));
    }

    /// <summary>Full-range BT.601, as the small frames are.</summary>
    private static string Hex(double luma, double blue, double red) =>
        $"#{Part(luma + 1.402 * red):x2}{Part(luma - 0.344136 * blue - 0.714136 * red):x2}{Part(luma + 1.772 * blue):x2}";

    private static int Part(double value) => (int)Math.Clamp(Math.Round(value), 0, 255);
}
