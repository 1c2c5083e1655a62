namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>A second-order filter, transposed direct form II; formulas of R. Bristow-Johnson's cookbook.</summary>
internal sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
{
    private double _s1, _s2;

    public double Next(double x)
    {
        var y = (b0 * x) + _s1;
        _s1 = (b1 * x) - (a1 * y) + _s2;
        _s2 = (b2 * x) - (a2 * y);
        return y;
    }

    public static Biquad HighPass(double hz, double q)
    {
        var (cos, alpha) = Angle(hz, q);
        return Normal((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public static Biquad BandPass(double hz, double q)
    {
        var (cos, alpha) = Angle(hz, q);
        return Normal(alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public static Biquad LowPass(double hz, double q)
    {
        var (cos, alpha) = Angle(hz, q);
        return Normal((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    public static Biquad HighShelf(double hz, double decibels, double q)
    {
        var (cos, alpha) = Angle(hz, q);
        var a = Math.Pow(10, decibels / 40);
        var root = 2 * Math.Sqrt(a) * alpha;
        return Normal(
            a * (a + 1 + ((a - 1) * cos) + root), -2 * a * (a - 1 + ((a + 1) * cos)),
            a * (a + 1 + ((a - 1) * cos) - root),
            a + 1 - ((a - 1) * cos) + root, 2 * (a - 1 - ((a + 1) * cos)), a + 1 - ((a - 1) * cos) - root);
    }

    private static (double Cos, double Alpha) Angle(double hz, double q)
    {
        var w = 2 * Math.PI * hz / Audio.SampleRate;
        return (Math.Cos(w), Math.Sin(w) / (2 * q));
    }

    private static Biquad Normal(double b0, double b1, double b2, double a0, double a1, double a2) =>
        new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
