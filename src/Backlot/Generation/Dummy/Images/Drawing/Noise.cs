using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Gradient noise on a hashed lattice, one and two dimensional; values lie within about −1 to 1.</summary>
internal readonly struct Noise(uint seed)
{
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
    public float Fractal(float x, float y, int octaves)
    {
        float sum = 0, strength = 0.55f;
        for (var i = 0; i < octaves; i++)
        {
            sum += strength * At(x, y);
            x = x * 2.03f + 17.3f;
            y = y * 2.03f - 9.1f;
            strength *= 0.5f;
        }

        return sum;
    }

    public float Fractal(float x, int octaves) => Fractal(x, 0.37f, octaves);

    /// <summary>Creased noise: sharp crests, round valleys; 0 to 1.</summary>
    public float Ridged(float x, float y, int octaves)
    {
        float sum = 0, strength = 0.5f;
        for (var i = 0; i < octaves; i++)
        {
            sum += strength * (1 - MathF.Min(1, MathF.Abs(At(x, y)) * 1.5f));
            x = x * 2.07f + 5.7f;
            y = y * 2.07f + 11.9f;
            strength *= 0.5f;
        }

        return sum;
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
}
