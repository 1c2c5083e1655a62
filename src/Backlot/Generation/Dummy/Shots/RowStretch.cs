using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Reads a row of a layer at evenly spaced places between its pixels. Eight at a time: as the places are at most a pixel apart, the eight
/// pixels to their left are in one vector, and those to their right in the next.
/// </summary>
internal static class RowStretch
{
    private const float Part = 1f / 65536;

    /// <param name="row">Pixels.</param>
    /// <param name="start">Where place 0 is; it may lie outside of the row.</param>
    /// <param name="step">Over 0, at most 1.</param>
    /// <param name="into">Gets the value at each place, divided by <see cref="LayerPlane.Scale"/>; all lie between two pixels of the row.</param>
    /// <param name="first">The number of the first place that may be wanted: the others are counted from it.</param>
    /// <param name="skip">How many places from there on are not.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Stretch(ReadOnlySpan<short> row, float start, float step, Span<float> into, int first, int skip)
    {
        const float Unit = 1f / LayerPlane.Scale;
        ref var pixel = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(into);
        var (at, more) = Fixed(start, step, first, skip);
        var steps = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7) * more;
        var x = 0;
        for (; x + 8 <= into.Length && ((at + 7 * more) >> 16) + 9 < row.Length; x += 8, at += 8 * more)
        {
            var from = (nuint)(at >> 16);
            Between(Floats(Vector128.LoadUnsafe(ref pixel, from)), Floats(Vector128.LoadUnsafe(ref pixel, from + 1)), Vector256.Create(at & 0xFFFF) + steps, Unit)
                .StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < into.Length; x++, at += more)
        {
            int left = row[at >> 16], right = row[(at >> 16) + 1];
            into[x] = (left + (right - left) * ((at & 0xFFFF) * Part)) * Unit;
        }
    }

    /// <summary>As for values, of covers from 0 to 255: gives 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Stretch(ReadOnlySpan<byte> row, float start, float step, Span<float> into, int first, int skip)
    {
        const float Unit = 1f / 255;
        ref var pixel = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(into);
        var (at, more) = Fixed(start, step, first, skip);
        var steps = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7) * more;
        var x = 0;
        for (; x + 8 <= into.Length && ((at + 7 * more) >> 16) + 17 < row.Length; x += 8, at += 8 * more)
        {
            var from = (nuint)(at >> 16);
            var (left, right) = (Vector128.LoadUnsafe(ref pixel, from), Vector128.LoadUnsafe(ref pixel, from + 1));
            Between(Floats(Vector128.WidenLower(left).AsInt16()), Floats(Vector128.WidenLower(right).AsInt16()), Vector256.Create(at & 0xFFFF) + steps, Unit)
                .StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < into.Length; x++, at += more)
        {
            int left = row[at >> 16], right = row[(at >> 16) + 1];
            into[x] = (left + (right - left) * ((at & 0xFFFF) * Part)) * Unit;
        }
    }

    /// <summary>In parts of a 65,536th: adding them up gives the same on every machine.</summary>
    private static (int At, int More) Fixed(float start, float step, int first, int skip)
    {
        var more = (int)(step * 65536);
        return (Math.Max(0, (int)((start + first * step) * 65536)) + skip * more, more);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Floats(Vector128<short> values) => Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values)));

    /// <param name="left">Eight pixels of the row, from the one that is left of the first place.</param>
    /// <param name="right">Those after them.</param>
    /// <param name="places">Eight, in parts of a 65,536th pixel from the first of <paramref name="left"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Between(Vector256<float> left, Vector256<float> right, Vector256<int> places, float unit)
    {
        var index = places >> 16;
        var part = Vector256.ConvertToSingle(places & Vector256.Create(0xFFFF)) * Part;
        var (from, to) = (Vector256.ShuffleNative(left, index), Vector256.ShuffleNative(right, index));
        return (from + (to - from) * part) * unit;
    }
}
