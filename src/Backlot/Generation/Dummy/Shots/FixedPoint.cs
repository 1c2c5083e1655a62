using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Pixels as whole numbers of 16 bits: so many fit into a vector, and sums are the same on every machine. A pixel is held
/// <see cref="Images.Drawing.LayerPlane.Scale"/> times as large; what it is multiplied by, as a share of 32,768.
/// </summary>
internal static class FixedPoint
{
    /// <summary>All of a pixel: 16,384 and less times this is exactly itself.</summary>
    public const short Whole = 32767;

    public static short Share(float share) => (short)MathF.Round(Math.Clamp(share, -1, 1) * Whole);

    /// <summary>Rounded to the nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Times(Vector256<short> pixels, Vector256<short> shares) => Avx2.IsSupported ? Avx2.MultiplyHighRoundScale(pixels, shares)
        : Vector256.Create(Times(pixels.GetLower(), shares.GetLower()), Times(pixels.GetUpper(), shares.GetUpper()));

    /// <inheritdoc cref="Times(Vector256{short}, Vector256{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Times(Vector128<short> pixels, Vector128<short> shares) =>
        Ssse3.IsSupported ? Ssse3.MultiplyHighRoundScale(pixels, shares) : Multiplied(pixels, shares);

    /// <summary>The same without an instruction for it.</summary>
    internal static Vector128<short> Multiplied(Vector128<short> pixels, Vector128<short> shares)
    {
        var half = Vector128.Create(1 << 14);
        return Vector128.Narrow(
            (Vector128.WidenLower(pixels) * Vector128.WidenLower(shares) + half) >> 15,
            (Vector128.WidenUpper(pixels) * Vector128.WidenUpper(shares) + half) >> 15);
    }

    /// <summary>Between two pixels: the first at 0, the second at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Between(Vector256<short> first, Vector256<short> second, Vector256<short> part) => first + Times(second - first, part);

    /// <inheritdoc cref="Between(Vector256{short}, Vector256{short}, Vector256{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Between(Vector128<short> first, Vector128<short> second, Vector128<short> part) => first + Times(second - first, part);
}
