using System.Numerics;
using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>An inverse Fourier transform of one fixed size, for making wavetables.</summary>
internal static class Fourier
{
    /// <summary>About three seconds of sound.</summary>
    public const int Size = 1 << 17;

    private const int Bits = 17;

    // The factors of the stage with half-length h lie at h … 2h−1.
    private static readonly (float[] Cos, float[] Sin) Factors = MakeFactors();

    /// <summary>Where bin <paramref name="bin"/> must be put before <see cref="Invert"/>.</summary>
    public static int Slot(int bin)
    {
        var x = (uint)bin;
        x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1);
        x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2);
        x = ((x >> 4) & 0x0F0F0F0F) | ((x & 0x0F0F0F0F) << 4);
        x = ((x >> 8) & 0x00FF00FF) | ((x & 0x00FF00FF) << 8);
        return (int)(BitOperations.RotateLeft(x, 16) >> (32 - Bits));
    }

    /// <summary>Turns bins, filed by <see cref="Slot"/>, into samples in place; unscaled.</summary>
    public static void Invert(float[] re, float[] im)
    {
        for (var half = 1; half < Size; half *= 2)
            if (half < Lanes.Width)
                NarrowStage(re, im, half);
            else
                WideStage(re, im, half);
    }

    private static void NarrowStage(float[] re, float[] im, int half)
    {
        var (cos, sin) = Factors;
        for (var start = 0; start < Size; start += 2 * half)
            for (var k = 0; k < half; k++)
            {
                var (a, b) = (start + k, start + k + half);
                var (c, s) = (cos[half + k], sin[half + k]);
                var (x, y) = ((re[b] * c) - (im[b] * s), (re[b] * s) + (im[b] * c));
                (re[a], im[a], re[b], im[b]) = (re[a] + x, im[a] + y, re[a] - x, im[a] - y);
            }
    }

    private static void WideStage(float[] re, float[] im, int half)
    {
        var (cos, sin) = Factors;
        for (var start = 0; start < Size; start += 2 * half)
            for (var k = 0; k < half; k += Lanes.Width)
            {
                var (a, b) = (start + k, start + k + half);
                Vector256<float> c = Lanes.Load(cos, half + k), s = Lanes.Load(sin, half + k);
                Vector256<float> reB = Lanes.Load(re, b), imB = Lanes.Load(im, b);
                Vector256<float> x = (reB * c) - (imB * s), y = (reB * s) + (imB * c);
                Vector256<float> reA = Lanes.Load(re, a), imA = Lanes.Load(im, a);
                Lanes.Store(reA + x, re, a);
                Lanes.Store(imA + y, im, a);
                Lanes.Store(reA - x, re, b);
                Lanes.Store(imA - y, im, b);
            }
    }

    private static (float[] Cos, float[] Sin) MakeFactors()
    {
        var (cos, sin) = (new float[Size], new float[Size]);
        for (var half = 1; half < Size; half *= 2)
            for (var k = 0; k < half; k++)
                (sin[half + k], cos[half + k]) = ((float)double.SinPi((double)k / half),
                    (float)double.CosPi((double)k / half));
        return (cos, sin);
    }
}
