using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Gradient noise on a hashed lattice, one and two dimensional; values lie within about −1 to 1.</summary>
internal readonly struct Noise(uint seed)
{
    /// <summary>Of one call.</summary>
    private const int MostOctaves = 8;

    private readonly uint _seed = seed;

    public float At(float x, float y)
    {
        var fx = MathF.Floor(x);
        var fy = MathF.Floor(y);
        var ix = (int)fx;
        var iy = (int)fy;
        x -= fx;
        y -= fy;
        var u = x * x * x * (x * (x * 6 - 15) + 10);
        var v = y * y * y * (y * (y * 6 - 15) + 10);
        var top = Corner(ix, iy, x, y);
        top += u * (Corner(ix + 1, iy, x - 1, y) - top);
        var bottom = Corner(ix, iy + 1, x, y - 1);
        bottom += u * (Corner(ix + 1, iy + 1, x - 1, y - 1) - bottom);
        return (top + v * (bottom - top)) * 1.6f;
    }

    public float At(float x) => At(x, 0.37f);

    /// <summary>Octaves of noise, each twice as fine and half as strong; about −1 to 1.</summary>
    /// <param name="octaves">1 to 8.</param>
    public float Fractal(float x, float y, int octaves)
    {
        Span<float> xs = stackalloc float[MostOctaves], ys = stackalloc float[MostOctaves], values = stackalloc float[MostOctaves];
        for (var i = 0; i < octaves; i++)
        {
            xs[i] = x;
            ys[i] = y;
            x = x * 2.03f + 17.3f;
            y = y * 2.03f - 9.1f;
        }
        At(xs, ys, values, octaves);
        float sum = 0, strength = 0.55f;
        foreach (var value in values[..octaves])
        {
            sum += strength * value;
            strength *= 0.5f;
        }
        return sum;
    }

    public float Fractal(float x, int octaves) => Fractal(x, 0.37f, octaves);

    /// <summary>Creased noise: sharp crests, round valleys; 0 to 1.</summary>
    public float Ridged(float x, float y, int octaves)
    {
        Span<float> xs = stackalloc float[MostOctaves], ys = stackalloc float[MostOctaves], values = stackalloc float[MostOctaves];
        for (var i = 0; i < octaves; i++)
        {
            xs[i] = x;
            ys[i] = y;
            x = x * 2.07f + 5.7f;
            y = y * 2.07f + 11.9f;
        }
        At(xs, ys, values, octaves);
        float sum = 0, strength = 0.5f;
        foreach (var value in values[..octaves])
        {
            sum += strength * (1 - MathF.Min(1, MathF.Abs(value) * 1.5f));
            strength *= 0.5f;
        }
        return sum;
    }

    /// <summary>As <see cref="At(float, float)"/> at the first places, bit for bit; all octaves at once, because most of a painting is noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void At(ReadOnlySpan<float> xs, ReadOnlySpan<float> ys, Span<float> values, int count)
    {
        if (Vector256.IsHardwareAccelerated && count > 1)
            At(Vector256.Create(xs), Vector256.Create(ys)).CopyTo(values);
        else
            for (var i = 0; i < count; i++)
                values[i] = At(xs[i], ys[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> At(Vector256<float> x, Vector256<float> y)
    {
        var fx = Vector256.Floor(x);
        var fy = Vector256.Floor(y);
        var ix = Vector256.ConvertToInt32Native(fx).AsUInt32();
        var iy = Vector256.ConvertToInt32Native(fy).AsUInt32();
        x -= fx;
        y -= fy;
        var u = x * x * x * (x * (x * 6 - Vector256.Create(15f)) + Vector256.Create(10f));
        var v = y * y * y * (y * (y * 6 - Vector256.Create(15f)) + Vector256.Create(10f));
        var (nextX, nextY) = (ix + Vector256<uint>.One, iy + Vector256<uint>.One);
        var (x1, y1) = (x - Vector256<float>.One, y - Vector256<float>.One);
        var top = Corner(ix, iy, x, y);
        top += u * (Corner(nextX, iy, x1, y) - top);
        var bottom = Corner(ix, nextY, x, y1);
        bottom += u * (Corner(nextX, nextY, x1, y1) - bottom);
        return (top + v * (bottom - top)) * 1.6f;
    }

    /// <summary>A value from 0 to 1 that belongs to one lattice cell.</summary>
    public float Cell(int x, int y) => Hash(x, y) * (1f / uint.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Corner(int ix, int iy, float dx, float dy)
    {
        var h = Hash(ix, iy);
        return ((h & 0xFFFF) * (1f / 32768) - 1) * dx + ((h >> 16) * (1f / 32768) - 1) * dy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Hash(int x, int y)
    {
        var h = ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77) ^ _seed;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return h ^ (h >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Corner(Vector256<uint> ix, Vector256<uint> iy, Vector256<float> dx, Vector256<float> dy)
    {
        var h = (ix * 0x9E3779B1) ^ (iy * 0x85EBCA77) ^ Vector256.Create(_seed);
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        h ^= h >>> 15;
        return Share(h & Vector256.Create(0xFFFFu)) * dx + Share(h >>> 16) * dy;
    }

    /// <summary>From −1 to 1, of 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Share(Vector256<uint> bits) => Vector256.ConvertToSingle(bits.AsInt32()) * (1f / 32768) - Vector256<float>.One;
}
