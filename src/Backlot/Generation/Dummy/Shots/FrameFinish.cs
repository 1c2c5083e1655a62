using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Turns a frame into bytes: darker corners, and as much grain as keeps skies from banding.</summary>
internal sealed class FrameFinish
{
    private const int GrainSize = 1 << 14;
    private const short Black = 16 * LayerPlane.Scale, Half = LayerPlane.Scale / 2;
    private static readonly int Bits = int.Log2(LayerPlane.Scale);

    private readonly short[] _grain = new short[GrainSize], _corner;
    private readonly byte[] _bytes;

    public FrameFinish(int width)
    {
        var noise = 0x9E3779B9u;
        for (var i = 0; i < GrainSize; i++)
        {
            noise = noise * 1_664_525 + 1_013_904_223;
            // The two halves of one number are the two dice of the triangle.
            _grain[i] = (short)MathF.Round(((noise >> 16) - (float)((noise * 2_654_435_769) >> 16)) * (0.9f * LayerPlane.Scale / 65_536));
        }

        _bytes = new byte[FramePlane.RoundUp(width)];
        _corner = new short[FramePlane.RoundUp(width)];
        for (var x = 0; x < width; x++)
        {
            var dx = ((x + 0.5f) / width - 0.5f) * 2;
            _corner[x] = FixedPoint.Share(dx * dx * 0.55f);
        }
    }

    /// <summary>Writes planar 4:2:0, luma first.</summary>
    /// <param name="frame">Is not changed.</param>
    /// <param name="number">Of the frame: each has other grain.</param>
    /// <param name="yuv">Width · height · 3 ∕ 2 bytes.</param>
    public void Write(FramePlanes frame, int number, Span<byte> yuv)
    {
        for (var y = 0; y < frame.Height; y++, yuv = yuv[frame.Width..])
        {
            var dy = ((y + 0.5f) / frame.Height - 0.5f) * 2;
            Shade(frame.Luma.WholeRow(y), FixedPoint.Share(dy * dy * 0.45f), GrainAt(number, y));
            _bytes.AsSpan(0, frame.Width).CopyTo(yuv);
        }

        foreach (var plane in (ReadOnlySpan<FramePlane>)[frame.Blue, frame.Red])
        {
            for (var y = 0; y < plane.Height; y++, yuv = yuv[plane.Width..])
            {
                Round(plane.WholeRow(y));
                _bytes.AsSpan(0, plane.Width).CopyTo(yuv);
            }
        }
    }

    private ReadOnlySpan<short> GrainAt(int number, int y)
    {
        var at = (uint)(number * 7919 + y) * 2_654_435_769;
        return _grain.AsSpan((int)(at >> 18) % (GrainSize - _bytes.Length), _bytes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shade(ReadOnlySpan<short> row, short down, ReadOnlySpan<short> grain)
    {
        var (black, most) = (Vector256.Create(Black), Vector256.Create(FixedPoint.Share(0.13f)));
        for (var x = 0; x < row.Length; x += 16)
        {
            var corner = Vector256.Create(_corner, x) + Vector256.Create(down);
            var kept = Vector256.Create(FixedPoint.Whole) - FixedPoint.Times(FixedPoint.Times(corner, corner), most);
            Round(FixedPoint.Times(Vector256.Create(row[x..]) - black, kept) + Vector256.Create(grain[x..]) + black).CopyTo(_bytes, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Round(ReadOnlySpan<short> row)
    {
        for (var x = 0; x < row.Length; x += 16)
        {
            Round(Vector256.Create(row[x..])).CopyTo(_bytes, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Round(Vector256<short> values)
    {
        var levels = Vector256.AddSaturate(values, Vector256.Create(Half)) >> Bits;
        levels = Vector256.Min(Vector256.Max(levels, Vector256.Create((short)1)), Vector256.Create((short)254));
        return Vector128.Narrow(levels.GetLower().AsUInt16(), levels.GetUpper().AsUInt16());
    }
}
