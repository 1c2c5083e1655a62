using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Water at a moment: it mirrors what the frame shows above it, broken by waves that come towards the viewer and by others that run
/// across, as <see cref="Images.Lands.Water"/> does once. One thread at a time.
/// </summary>
internal sealed class MovingWater(NoiseTile tile, int columns)
{
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
        var first = Math.Clamp((int)MathF.Ceiling(top), 1, frame.Height);
        var (deep, sparkle) = (Yuv.OfLight(look.Deep), Yuv.OfLight(look.Sparkle));
        for (var y = first; y < frame.Height; y++)
        {
            var near = (y + 0.5f - first) / (frame.Height - first);
            var row = new WaterRow(look, near, frame.Height, first, y);
            Wave(look, frame, row, light / frame.Height, slide * CameraView.WeightOf(near), seconds);
            Mirror(frame.Luma, row, deep.X, sparkle.X, 1);
            if (y % 2 == 0 && y / 2 < frame.Blue.Height && first > 1)
            {
                Mirror(frame.Blue, row, deep.Y, sparkle.Y, 2);
                Mirror(frame.Red, row, deep.Z, sparkle.Z, 2);
            }
        }
    }

    /// <summary>How the surface stands at each pixel of a row, and where it glints.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Wave(WaterLook look, FramePlanes frame, WaterRow row, float light, float slide, float seconds)
    {
        var pace = 0.6f + 0.8f * look.Roughness;
        tile.Row(row.Line - seconds * 1.3f * pace, _ahead);
        tile.Row(row.Line * 2.2f - seconds * 2.1f * pace, _across);
        tile.Row(row.Near * 5 - seconds * 0.35f, _swell);
        var (pixel, middle) = (1f / frame.Height, (frame.Width / 2f - slide) / frame.Height);
        // Waves are never so fine that every second pixel would not do.
        for (var x = 0; x < frame.Width; x += 2)
        {
            var at = (x + 0.5f) * pixel;
            var u = (at - middle) * row.Scale;
            var wave = NoiseTile.At(_ahead, u * 1.9f + seconds * 0.12f) + 0.5f * NoiseTile.At(_across, u * 4.3f - seconds * 0.5f);
            var tilt = wave * (0.35f + 0.65f * Math.Clamp(0.5f + NoiseTile.At(_swell, at * 1.5f), 0, 1));
            _tilt[x] = tilt;
            var off = (at - light) / row.Path;
            off *= off;
            // Near enough to a bell curve, and without an exponential for every pixel.
            _glint[x] = off < 6 ? Math.Clamp((tilt - 0.12f) * 3, 0, 1) * (0.25f + 0.75f * (1 - row.Near)) / (1 + off * off + off) : 0;
            Between(_tilt, x);
            Between(_glint, x);
        }

        (_tilt[frame.Width - 1], _glint[frame.Width - 1]) = (_tilt[frame.Width - 2], _glint[frame.Width - 2]);

        static void Between(float[] values, int x)
        {
            if (x > 0)
            {
                values[x - 1] = (values[x - 2] + values[x]) / 2;
            }
        }
    }

    /// <param name="coarse">1 in the plane of luma; 2 in one of half its size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mirror(FramePlane plane, WaterRow row, float deep, float sparkle, int coarse)
    {
        var (top, y) = (row.Top / coarse, row.Y / coarse);
        var values = plane.Values;
        var into = plane.Row(y);
        var dark = coarse == 1 ? 16 : 128;
        for (var x = 0; x < into.Length; x++)
        {
            var tilt = _tilt[x * coarse];
            var at = Math.Clamp(top - 1 - (y - top) * 0.93f + tilt * row.Slope / coarse, 0, top - 1.01f);
            var above = (int)at;
            var sideways = Math.Clamp(x + (int)(tilt * row.Slope * 0.16f / coarse), 0, into.Length - 1);
            var mirrored = above * into.Length + sideways;
            var seen = values[mirrored];
            if (above + 1 < top)
            {
                seen += (values[mirrored + into.Length] - seen) * (at - above);
            }

            seen += (deep - seen) * Math.Clamp(row.Veil - tilt * 0.10f, 0, 0.9f);
            seen = dark + (seen - dark) * (0.97f + 0.04f * tilt);
            into[x] = seen + (sparkle - seen) * _glint[x * coarse];
        }
    }

    private readonly struct WaterRow(WaterLook look, float near, int height, int top, int y)
    {
        public float Near => near;

        public int Top => top;

        public int Y => y;

        public float Scale { get; } = 1 / (near + 0.10f);

        public float Line { get; } = MathF.Log(near + 0.035f) * 15;

        public float Slope { get; } = (0.006f + 0.085f * near * (0.3f + 0.7f * look.Roughness)) * height;

        public float Veil { get; } = 0.10f + 0.62f * near * near + 0.08f * look.Roughness;

        public float Path { get; } = 0.03f + near * (0.10f + 0.12f * look.Roughness);
    }
}
