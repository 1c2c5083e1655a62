using System.Globalization;

namespace Backlot.Rendering;

/// <summary>An exact ratio, such as 24000/1001 frames a second; in lowest terms.</summary>
/// <param name="Num">Zero or more.</param>
/// <param name="Den">One or more.</param>
public readonly record struct Rational(long Num, long Den)
{
    public double Value => (double)Num / Den;

    /// <summary>Reads <c>30000/1001</c>, <c>16:15</c> or <c>25</c>; null for anything else, and for a zero on either
    /// side, which is how ffprobe says "not known".</summary>
    public static Rational? Parse(string? text)
    {
        var parts = text?.Split('/', ':') ?? [];
        return parts.Length is 1 or 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var num) && num > 0
            && long.TryParse(parts.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var den) && den > 0
                ? Reduced(num, den)
                : null;
    }

    private static Rational Reduced(long num, long den)
    {
        var (a, b) = (num, den);
        while (b != 0)
            (a, b) = (b, a % b);
        return new(num / a, den / a);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Num}/{Den}");
}
