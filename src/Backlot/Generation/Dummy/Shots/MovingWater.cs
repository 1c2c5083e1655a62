using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Water at a moment: it mirrors what the frame shows above it, broken by waves that come towards the viewer and by others that run
/// across, as <see cref="Images.Lands.Water"/> does once. One thread at a time.
/// </summary>
internal sealed class MovingWater(NoiseTile tile, int columns)
{
    /// <summary>How far a wave moves what it mirrors to the side, for what it moves it up and down.</summary>
    private const float Sideways = 0.16f;

    private readonly float[] _ahead = new float[NoiseTile.Size + 1], _across = new float[NoiseTile.Size + 1], _swell = new float[NoiseTile.Size + 1];
    private readonly float[] _tilt = new float[columns], _glint = new float[columns];

    /// <param name="look">The water.</param>
    /// <param name="frame">All that is farther is in it already.</param>
    /// <param name="top">The row of the far edge.</param>
    /// <param name="light">The column over which the path of light runs.</param>
    /// <param name="slide">By how many pixels the nearest water has moved to the left.</param>
    /// <param name="seconds">Into the shot.</param>
    public void Paint(WaterLook look, FramePlanes frame, float top, float light, float slide, float seconds)
    {
        // At least two rows of each plane lie above it.
        var first = Math.Clamp((int)MathF.Ceiling(top), 4, frame.Height);
        var (deep, sparkle) = (Yuv.OfLight(look.Deep), Yuv.OfLight(look.Sparkle));
        for (var y = first; y < frame.Height; y++)
        {
            var near = (y + 0.5f - first) / (frame.Height - first);
            var row = new WaterRow(look, near, frame.Height, first, y);
            Wave(look, frame, row, light / frame.Height, slide * CameraView.WeightOf(near), seconds);
            Mirror(frame.Luma, row, deep.X, sparkle.X, 1);
            if (y % 2 == 0 && y / 2 < frame.Blue.Height)
            {
                Mirror(frame.Blue, row, deep.Y, sparkle.Y, 2);
                Mirror(frame.Red, row, deep.Z, sparkle.Z, 2);
            }
        }
    }

    /// <summary>How the surface stands at each pixel of a row, and where it glints.</summary>
    private void Wave(WaterLook look, FramePlanes frame, WaterRow row, float light, float slide, float seconds)
    {
        var pace = 0.6f + 0.8f * look.Roughness;
        tile.Row(row.Line - seconds * 1.3f * pace, _ahead);
        tile.Row(row.Line * 2.2f - seconds * 2.1f * pace, _across);
        tile.Row(row.Near * 5 - seconds * 0.35f, _swell);
        // Waves are never so fine that every second pixel would not do.
        Wave(row, 1f / frame.Height, (frame.Width / 2f - slide) / frame.Height, light, seconds);
        for (var x = 2; x < frame.Width; x += 2)
        {
            _tilt[x - 1] = (_tilt[x - 2] + _tilt[x]) / 2;
            _glint[x - 1] = (_glint[x - 2] + _glint[x]) / 2;
        }

        (_tilt[frame.Width - 1], _glint[frame.Width - 1]) = (_tilt[frame.Width - 2], _glint[frame.Width - 2]);
    }

    /// <summary>At every second pixel.</summary>
    /// <param name="pixel">How large one is, in heights of the frame, as all the other lengths.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Wave(WaterRow row, float pixel, float middle, float light, float seconds)
    {
        var nearness = 0.25f + 0.75f * (1 - row.Near);
        for (var x = Avx2.IsSupported ? WaveEights(row, pixel, middle, light, seconds, nearness) : 0; x < _tilt.Length; x += 2)
        {
            var at = (x + 0.5f) * pixel;
            var u = (at - middle) * row.Scale;
            var wave = NoiseTile.At(_ahead, u * 1.9f + seconds * 0.12f) + 0.5f * NoiseTile.At(_across, u * 4.3f - seconds * 0.5f);
            var tilt = wave * (0.35f + 0.65f * Math.Clamp(0.5f + NoiseTile.At(_swell, at * 1.5f), 0, 1));
            var off = (at - light) / row.Path;
            off *= off;
            // Near enough to a bell curve, and without an exponential for every pixel.
            (_tilt[x], _glint[x]) = (tilt, off < 6 ? Math.Clamp((tilt - 0.12f) * 3, 0, 1) * nearness / (1 + off * off + off) : 0);
        }
    }

    /// <summary>The same, bit for bit, of eight such pixels at a time.</summary>
    /// <returns>How many pixels of the row are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int WaveEights(WaterRow row, float pixel, float middle, float light, float seconds, float nearness)
    {
        var (none, one) = (Vector256<float>.Zero, Vector256<float>.One);
        var second = Vector256.Create(0f, 2, 4, 6, 8, 10, 12, 14);
        var x = 0;
        for (; x + 16 <= _tilt.Length; x += 16)
        {
            var at = (Vector256.Create((float)x) + second + Vector256.Create(0.5f)) * pixel;
            var u = (at - Vector256.Create(middle)) * row.Scale;
            var wave = NoiseTile.At(_ahead, u * 1.9f + Vector256.Create(seconds * 0.12f)) + NoiseTile.At(_across, u * 4.3f - Vector256.Create(seconds * 0.5f)) * 0.5f;
            var swell = Vector256.Min(Vector256.Max(Vector256.Create(0.5f) + NoiseTile.At(_swell, at * 1.5f), none), one);
            var tilt = wave * (Vector256.Create(0.35f) + swell * 0.65f);
            var off = (at - Vector256.Create(light)) / row.Path;
            off *= off;
            var bright = Vector256.Min(Vector256.Max((tilt - Vector256.Create(0.12f)) * 3, none), one) * nearness / (one + off * off + off);
            var glint = Vector256.ConditionalSelect(Vector256.LessThan(off, Vector256.Create(6f)), bright, none);
            for (var i = 0; i < 8; i++)
            {
                (_tilt[x + 2 * i], _glint[x + 2 * i]) = (tilt[i], glint[i]);
            }
        }

        return x;
    }

    /// <param name="coarse">1 in the plane of luma; 2 in one of half its size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mirror(FramePlane plane, WaterRow row, float deep, float sparkle, int coarse)
    {
        var into = plane.Row(row.Y / coarse);
        for (var x = Avx2.IsSupported ? MirrorEights(plane.Values, into, row, deep, sparkle, coarse) : 0; x < into.Length; x++)
        {
            var tilt = _tilt[x * coarse];
            var at = Math.Clamp(row.StillAt(coarse) + tilt * row.Slope / coarse, 0, row.Top / coarse - 1.01f);
            var above = (int)at;
            var sideways = Math.Clamp(x + (int)(tilt * row.Slope * Sideways / coarse), 0, into.Length - 1);
            var mirrored = above * into.Length + sideways;
            var seen = plane.Values[mirrored];
            seen += (plane.Values[mirrored + into.Length] - seen) * (at - above);
            seen += (deep - seen) * Math.Clamp(row.Veil - tilt * 0.10f, 0, 0.9f);
            seen = Dark(coarse) + (seen - Dark(coarse)) * (0.97f + 0.04f * tilt);
            into[x] = seen + (sparkle - seen) * _glint[x * coarse];
        }
    }

    /// <summary>The same, bit for bit, of eight pixels at a time.</summary>
    /// <returns>How many pixels are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe int MirrorEights(float[] values, Span<float> into, WaterRow row, float deep, float sparkle, int coarse)
    {
        var eight = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        var still = Vector256.Create(row.StillAt(coarse));
        var dark = Vector256.Create(Dark(coarse));
        var (least, most) = (Vector256<float>.Zero, Vector256.Create(row.Top / coarse - 1.01f));
        var x = 0;
        fixed (float* from = values, tilts = _tilt, glints = _glint)
        {
            for (; x + 8 <= into.Length; x += 8)
            {
                var places = (Vector256.Create(x) + eight) * coarse;
                var tilt = Avx2.GatherVector256(tilts, places, sizeof(float));
                var slope = tilt * row.Slope;
                var at = Vector256.Min(Vector256.Max(still + slope / coarse, least), most);
                var above = Vector256.ConvertToInt32Native(at);
                var sideways = Vector256.ConvertToInt32Native(slope * Sideways / coarse) + Vector256.Create(x) + eight;
                sideways = Vector256.Min(Vector256.Max(sideways, Vector256<int>.Zero), Vector256.Create(into.Length - 1));
                var mirrored = above * into.Length + sideways;
                var seen = Avx2.GatherVector256(from, mirrored, sizeof(float));
                var under = Avx2.GatherVector256(from, mirrored + Vector256.Create(into.Length), sizeof(float));
                seen += (under - seen) * (at - Vector256.ConvertToSingle(above));
                var veil = Vector256.Create(row.Veil) - tilt * 0.10f;
                seen += (Vector256.Create(deep) - seen) * Vector256.Min(Vector256.Max(veil, least), Vector256.Create(0.9f));
                seen = dark + (seen - dark) * (Vector256.Create(0.97f) + tilt * 0.04f);
                var glint = Avx2.GatherVector256(glints, places, sizeof(float));
                (seen + (Vector256.Create(sparkle) - seen) * glint).CopyTo(into[x..]);
            }
        }

        return x;
    }

    /// <summary>Black, in the plane of luma; no colour, in the others.</summary>
    private static float Dark(int coarse) => coarse == 1 ? 16 : 128;

    private readonly struct WaterRow(WaterLook look, float near, int height, int top, int y)
    {
        public float Near => near;

        public int Top => top;

        public int Y => y;

        public float Scale { get; } = 1 / (near + 0.10f);

        public float Line { get; } = MathF.Log(near + 0.035f) * 15;

        public float Slope { get; } = (0.006f + 0.085f * near * (0.3f + 0.7f * look.Roughness)) * height;

        public float Veil { get; } = 0.10f + 0.62f * near * near + 0.08f * look.Roughness;

        /// <summary>The row of the picture that still water would mirror here.</summary>
        public float StillAt(int coarse) => top / coarse - 1 - (y / coarse - top / coarse) * 0.93f;

        public float Path { get; } = 0.03f + near * (0.10f + 0.12f * look.Roughness);
    }
}
