using System.Numerics;
using System.Runtime.CompilerServices;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Finish;

/// <summary>Turns linear light into bytes: shoulder for the highlights, vignette, grain that also breaks up banding,
/// sRGB curve.</summary>
internal sealed class Film(Canvas canvas, ulong seed)
{
    private const int CurveSteps = 8192;
    private static readonly float[] Curve = MakeCurve();

    private readonly uint _seed = (uint)(seed ^ (seed >> 32));

    /// <summary>Writes row <paramref name="y"/> as RGB bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Develop(int y, byte[] rgb)
    {
        var row = canvas.Row(y);
        var dy = ((float)y / canvas.Height - 0.5f) * 2;
        var grain = Hash((uint)y * 0x9E3779B1 ^ _seed) | 1;
        for (var x = 0; x < row.Length; x++)
        {
            var dx = ((float)x / canvas.Width - 0.5f) * 2;
            var corner = dx * dx * 0.55f + dy * dy * 0.45f;
            var light = Shoulder(row[x] * (1 - 0.26f * corner * corner));
            // xorshift32: two numbers added make a triangle, the right shape for dither.
            grain ^= grain << 13;
            grain ^= grain >> 17;
            grain ^= grain << 5;
            var speck = ((grain & 0xFFFF) + (grain >> 16)) * (1f / 65536) - 1;
            rgb[x * 3] = Level(light.X, speck);
            rgb[x * 3 + 1] = Level(light.Y, speck);
            rgb[x * 3 + 2] = Level(light.Z, speck);
        }
    }

    /// <summary>A colour as it is shown: red, green and blue from 0 to 255, without vignette and grain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3 Developed(Vector3 light)
    {
        light = Shoulder(light);
        return new(CurveAt(light.X), CurveAt(light.Y), CurveAt(light.Z));
    }

    /// <summary>Bends everything above 0.7 towards 1, all channels alike as long as possible, so that bright colours
    /// keep their hue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3 Shoulder(Vector3 light)
    {
        const float Knee = 0.7f;
        var most = MathF.Max(light.X, MathF.Max(light.Y, light.Z));
        if (most <= Knee)
        {
            return light;
        }

        var over = most - Knee;
        var bent = Knee + (1 - Knee) * over / (over + 1 - Knee);
        var kept = light * (bent / most);
        // Very bright light turns towards white, as on film.
        return Vector3.Lerp(kept, new(bent), Math.Clamp((most - 1.1f) * 0.22f, 0, 0.6f));
    }

    private static byte Level(float linear, float speck) => (byte)Math.Clamp(CurveAt(linear) + speck * 1.35f + 0.5f, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float CurveAt(float linear)
    {
        var at = Math.Clamp(linear, 0, 1) * (CurveSteps - 1);
        var i = (int)at;
        return Curve[i] + (Curve[i + 1] - Curve[i]) * (at - i);
    }

    private static float[] MakeCurve()
    {
        var curve = new float[CurveSteps + 1];
        for (var i = 0; i < curve.Length; i++)
        {
            var linear = (float)i / (CurveSteps - 1);
            curve[i] = 255 * (linear <= 0.0031308f ? 12.92f * linear : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f);
        }

        return curve;
    }

    private static uint Hash(uint h)
    {
        h = (h ^ (h >> 16)) * 0x85EBCA6B;
        h = (h ^ (h >> 13)) * 0xC2B2AE35;
        return h ^ (h >> 16);
    }
}
