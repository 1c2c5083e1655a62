using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Reads rows of a layer at evenly spaced places between its pixels. Eight at a time: as the places are at most a pixel apart, the eight pixels
/// to their left are in one vector, and those to their right in the next. Most rows of a layer are read at the same places, so that which pixels
/// those are is found once. One thread at a time.
/// </summary>
/// <param name="mostColumns">So many places at most.</param>
internal sealed class RowStretch(int mostColumns)
{
    private const int Together = 8;

    private readonly Eight[] _eights = new Eight[mostColumns / Together + 1];
    private (float Start, float Step, int First) _aim = (float.NaN, 0, 0);

    /// <summary>Room that a row of places needs beyond its end.</summary>
    public const int Beyond = Together;

    /// <summary>Says where the places are.</summary>
    /// <param name="start">Where place 0 is, in pixels of the row; it may lie outside of it.</param>
    /// <param name="step">From one place to the next: over 0, at most 1.</param>
    /// <param name="first">The number of the first place that lies within the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Aim(float start, float step, int first)
    {
        if (_aim == (start, step, first))
        {
            return;
        }

        _aim = (start, step, first);
        // In parts of a 65,536th: adding them up gives the same on every machine.
        var more = (int)(step * 65536);
        var at = Math.Max(0, (int)((start + first * step) * 65536));
        var steps = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7) * more;
        for (var i = 0; i < (mostColumns - first) / Together + 1; i++, at += Together * more)
        {
            var places = Vector256.Create(at & 0xFFFF) + steps;
            var left = Shorts(places >> 16);
            _eights[i] = new(at >> 16, (left * 0x0202 + Vector128.Create((short)0x0100)).AsByte(), (left * 0x0101).AsByte(), Shorts((places & Vector256.Create(0xFFFF)) >> 1));
        }
    }

    /// <param name="row">Its pixels, and <see cref="LayerPlane.ReadAhead"/> more.</param>
    /// <param name="into">By the numbers of the places; may be written before <paramref name="from"/> and <see cref="Beyond"/> after <paramref name="to"/>.</param>
    /// <param name="from">The first place that is wanted.</param>
    /// <param name="to">Exclusive.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<short> row, short[] into, int from, int to)
    {
        ref var pixel = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetArrayDataReference(into);
        for (var i = (from - _aim.First) / Together; _aim.First + i * Together < to; i++)
        {
            ref readonly var eight = ref _eights[i];
            var left = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref pixel, (nuint)eight.From).AsByte(), eight.Words).AsInt16();
            var right = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref pixel, (nuint)eight.From + 1).AsByte(), eight.Words).AsInt16();
            FixedPoint.Between(left, right, eight.Parts).StoreUnsafe(ref target, (nuint)(_aim.First + i * Together));
        }
    }

    /// <summary>As for pixels, of covers from 0 to 255: gives shares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> row, short[] into, int from, int to)
    {
        ref var cover = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetArrayDataReference(into);
        for (var i = (from - _aim.First) / Together; _aim.First + i * Together < to; i++)
        {
            ref readonly var eight = ref _eights[i];
            var pair = Vector128.LoadUnsafe(ref cover, (nuint)eight.From);
            var left = Share(Vector128.ShuffleNative(pair, eight.Bytes));
            var right = Share(Vector128.ShuffleNative(pair, eight.Bytes + Vector128<byte>.One));
            FixedPoint.Between(left, right, eight.Parts).StoreUnsafe(ref target, (nuint)(_aim.First + i * Together));
        }
    }

    /// <summary>What 0 to 255 hides.</summary>
    public static short Share(byte cover) => (short)(cover * 257 >> 1);

    /// <summary>Of bytes that each stand there twice.</summary>
    private static Vector128<short> Share(Vector128<byte> twice) => (twice.AsUInt16() >>> 1).AsInt16();

    private static Vector128<short> Shorts(Vector256<int> values) => Vector128.Narrow(values.GetLower(), values.GetUpper());

    /// <summary>Eight places.</summary>
    /// <param name="From">The pixel to the left of the first.</param>
    /// <param name="Words">For each the two bytes of the pixel to its left, counted from there.</param>
    /// <param name="Bytes">The same where a pixel is one byte: each stands there twice.</param>
    /// <param name="Parts">How far each is from the pixel to its left.</param>
    private readonly record struct Eight(int From, Vector128<byte> Words, Vector128<byte> Bytes, Vector128<short> Parts);
}
