namespace Backlot.Rendering;

/// <summary>The size a stored picture is shown at.</summary>
internal static class DisplaySize
{
    /// <summary>Makes pixels square by widening or heightening, never by losing lines; turns; and rounds to even, at least
    /// 2, as encoders want it.</summary>
    /// <param name="aspect">Width of a stored pixel over its height.</param>
    /// <param name="rotation">Clockwise, in quarter turns.</param>
    public static (int Width, int Height) Of(int width, int height, Rational aspect, int rotation)
    {
        var (wide, high) = aspect.Num >= aspect.Den ? (width * aspect.Value, (double)height) : (width, height / aspect.Value);
        return rotation is 90 or 270 ? (Even(high), Even(wide)) : (Even(wide), Even(high));
    }

    // An absurd pixel shape must end in a refusal by size, not in an overflow.
    private static int Even(double length) => (int)Math.Min(Math.Max(2, Math.Round(length / 2, MidpointRounding.AwayFromZero) * 2), 1 << 20);
}
