using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Finds the exact frame rate behind the guesses of a header and the rounded times of packets.</summary>
internal static class FrameRates
{
    private static readonly Rational[] Usual =
    [
        new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(48, 1), new(50, 1), new(60000, 1001), new(60, 1),
        new(120000, 1001), new(120, 1),
    ];

    /// <returns>Null for a single frame.</returns>
    public static Rational? Exact(JsonElement stream, PacketTimes times)
    {
        var average = Rational.Parse(stream.Text("avg_frame_rate"));
        if (times.MeanRate is not { } measured)
            return null;
        if (times.IsVariable)
            return average ?? Rounded(measured);
        // Millisecond times give 19001/634 for 30000/1001; so the usual rates are asked first, and then the header.
        return Nearest(Usual, measured, 0.0004)
            ?? Nearest([.. new[] { Rational.Parse(stream.Text("r_frame_rate")), average }.OfType<Rational>()], measured, 0.001)
            ?? Rounded(measured);
    }

    /// <summary>What a person means by a number: 29.97 is 30000/1001; else it is taken to the thousandth.</summary>
    /// <param name="rate">1 or more.</param>
    public static Rational Near(double rate) => Nearest(Usual, rate, 0.0004) ?? Rounded(rate) ?? new(1, 1);

    /// <summary>The usual rate that is nearest to a number.</summary>
    public static Rational Usually(double rate) => Usual.MinBy(usual => Math.Abs(usual.Value - rate));

    private static Rational? Nearest(Rational[] rates, double measured, double share)
    {
        var near = rates.Where(rate => Math.Abs(rate.Value - measured) <= measured * share).ToArray();
        return near.Length == 0 ? null : near.MinBy(rate => Math.Abs(rate.Value - measured));
    }

    private static Rational? Rounded(double rate) => Rational.Parse($"{Math.Max(1, (long)Math.Round(rate * 1000))}/1000");
}
