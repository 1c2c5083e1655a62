using System.Numerics;

namespace Backlot.Rendering.Scenes;

/// <summary>Sums over pixels, as many at a time as the processor's registers hold.</summary>
internal static class PixelMath
{
    /// <summary>Sum of |a − b| over two spans of one length, a multiple of the register's.</summary>
    public static long SumOfDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var total = 0L;
        var sums = Vector<ushort>.Zero;
        // A lane of 16 bits takes 128 pairs of bytes without running over.
        const int Most = 128;
        for (int i = 0, steps = 0; i < a.Length; i += Vector<byte>.Count)
        {
            var (x, y) = (new Vector<byte>(a[i..]), new Vector<byte>(b[i..]));
            Vector.Widen(Vector.Max(x, y) - Vector.Min(x, y), out var low, out var high);
            sums += low + high;
            if (++steps < Most)
                continue;
            total += Total(sums);
            sums = Vector<ushort>.Zero;
            steps = 0;
        }
        return total + Total(sums);
    }

    public static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<byte> pixels)
    {
        var (sums, squares) = (Vector<uint>.Zero, Vector<uint>.Zero);
        for (var i = 0; i < pixels.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            sums += a + b + (c + d);
            squares += a * a + b * b + (c * c + d * d);
        }
        var mean = Vector.Sum(sums) / (double)pixels.Length;
        return (mean, Math.Sqrt(Math.Max(0, Vector.Sum(squares) / (double)pixels.Length - mean * mean)));
    }

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Pearson's correlation, -1 to 1; 0 if one of the two does not vary.</summary>
    public static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (meanA, meanB) = (Sum(a) / a.Length, Sum(b) / b.Length);
        var (covariance, varianceA, varianceB) = (Dot(a, b) / a.Length - meanA * meanB,
            Dot(a, a) / a.Length - meanA * meanA, Dot(b, b) / b.Length - meanB * meanB);
        return varianceA < 1e-3 || varianceB < 1e-3 ? 0 : covariance / Math.Sqrt((double)varianceA * varianceB);
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private static long Total(Vector<ushort> sums)
    {
        Vector.Widen(sums, out var low, out var high);
        return Vector.Sum(low) + (long)Vector.Sum(high);
    }
}
