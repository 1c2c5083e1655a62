using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Turns a frame into bytes: darker corners, and as much grain as keeps skies from banding.</summary>
internal sealed class FrameFinish
{
    private const int GrainSize = 1 << 14;
    private readonly float[] _grain = new float[GrainSize], _corner, _bytes;

    public FrameFinish(int width)
    {
        var noise = 0x9E3779B9u;
        for (var i = 0; i < GrainSize; i++)
        {
            noise = noise * 1_664_525 + 1_013_904_223;
            // The two halves of one number are the two dice of the triangle.
            _grain[i] = ((noise >> 16) - (float)((noise * 2_654_435_769) >> 16)) * (0.9f / 65_536);
        }

        _bytes = new float[width];
        _corner = new float[width];
        for (var x = 0; x < width; x++)
        {
            var dx = ((x + 0.5f) / width - 0.5f) * 2;
            _corner[x] = dx * dx * 0.55f;
        }
    }

    /// <summary>Writes planar 4:2:0, luma first.</summary>
    /// <param name="frame">Is not changed.</param>
    /// <param name="number">Of the frame: each has other grain.</param>
    /// <param name="yuv">Width · height · 3 ∕ 2 bytes.</param>
    public void Write(FramePlanes frame, int number, Span<byte> yuv)
    {
        for (var y = 0; y < frame.Height; y++)
        {
            var dy = ((y + 0.5f) / frame.Height - 0.5f) * 2;
            Shade(frame.Luma.Row(y), dy * dy * 0.45f, GrainAt(number, y));
            Round(_bytes.AsSpan(0, frame.Width), yuv.Slice(y * frame.Width, frame.Width));
        }

        yuv = yuv[(frame.Width * frame.Height)..];
        foreach (var plane in (ReadOnlySpan<FramePlane>)[frame.Blue, frame.Red])
        {
            Round(plane.Values, yuv[..plane.Values.Length]);
            yuv = yuv[plane.Values.Length..];
        }
    }

    private ReadOnlySpan<float> GrainAt(int number, int y)
    {
        var at = (uint)(number * 7919 + y) * 2_654_435_769;
        return _grain.AsSpan((int)(at >> 18) % (GrainSize - _bytes.Length), _bytes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shade(ReadOnlySpan<float> row, float down, ReadOnlySpan<float> grain)
    {
        var shown = MemoryMarshal.Cast<float, Vector<float>>(row);
        var corners = MemoryMarshal.Cast<float, Vector<float>>(_corner.AsSpan());
        var specks = MemoryMarshal.Cast<float, Vector<float>>(grain);
        var into = MemoryMarshal.Cast<float, Vector<float>>(_bytes.AsSpan());
        for (var i = 0; i < shown.Length; i++)
        {
            var corner = corners[i] + new Vector<float>(down);
            into[i] = (shown[i] - new Vector<float>(16)) * (Vector<float>.One - corner * corner * 0.13f) + specks[i] + new Vector<float>(16);
        }

        for (var x = shown.Length * Vector<float>.Count; x < row.Length; x++)
        {
            var corner = _corner[x] + down;
            _bytes[x] = (row[x] - 16) * (1 - corner * corner * 0.13f) + grain[x] + 16;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(ReadOnlySpan<float> values, Span<byte> into)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(into);
        var i = 0;
        for (; i + 32 <= values.Length; i += 32)
        {
            var words = Vector256.Narrow(Eight(ref from, i), Eight(ref from, i + 8));
            var more = Vector256.Narrow(Eight(ref from, i + 16), Eight(ref from, i + 24));
            Vector256.Narrow(words.AsUInt16(), more.AsUInt16()).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            into[i] = (byte)(int)(Math.Clamp(values[i], 1, 254) + 0.5f);
        }

        static Vector256<int> Eight(ref float values, int at)
        {
            var value = Vector256.LoadUnsafe(ref values, (nuint)at);
            return Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(value, Vector256.Create(1f)), Vector256.Create(254f)) + Vector256.Create(0.5f));
        }
    }
}
