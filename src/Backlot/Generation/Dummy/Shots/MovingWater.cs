using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>How the surface stands, and where it glints: at every pixel, and at every second one.</summary>
    private readonly float[] _tilt = new float[FramePlane.RoundUp(columns)], _glint = new float[FramePlane.RoundUp(columns)],
        _halfTilt = new float[FramePlane.RoundUp(columns) / 2 + 8], _halfGlint = new float[FramePlane.RoundUp(columns) / 2 + 8];

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
            Mirror(frame.Luma, row, _tilt, _glint, deep.X, sparkle.X, 1);
            if (y % 2 == 0 && y / 2 < frame.Blue.Height)
            {
                Mirror(frame.Blue, row, _halfTilt, _halfGlint, deep.Y, sparkle.Y, 2);
                Mirror(frame.Red, row, _halfTilt, _halfGlint, deep.Z, sparkle.Z, 2);
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
        Spread(_halfTilt, _tilt);
        Spread(_halfGlint, _glint);
    }

    /// <summary>At every second pixel, and beyond the last as far as vectors are read.</summary>
    /// <param name="pixel">How large one is, in heights of the frame, as all the other lengths.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Wave(WaterRow row, float pixel, float middle, float light, float seconds)
    {
        var (none, one) = (Vector256<float>.Zero, Vector256<float>.One);
        var second = Vector256.Create(0.5f, 2.5f, 4.5f, 6.5f, 8.5f, 10.5f, 12.5f, 14.5f);
        var nearness = 0.25f + 0.75f * (1 - row.Near);
        for (var i = 0; i < _halfTilt.Length; i += 8)
        {
            var at = (Vector256.Create(2f * i) + second) * pixel;
            var u = (at - Vector256.Create(middle)) * row.Scale;
            var wave = NoiseTile.At(_ahead, u * 1.9f + Vector256.Create(seconds * 0.12f)) + NoiseTile.At(_across, u * 4.3f - Vector256.Create(seconds * 0.5f)) * 0.5f;
            var swell = Vector256.Min(Vector256.Max(Vector256.Create(0.5f) + NoiseTile.At(_swell, at * 1.5f), none), one);
            var tilt = wave * (Vector256.Create(0.35f) + swell * 0.65f);
            tilt.CopyTo(_halfTilt, i);
            var off = (at - Vector256.Create(light)) / row.Path;
            off *= off;
            // Near enough to a bell curve, and without an exponential for every pixel.
            var glint = Vector256.Min(Vector256.Max((tilt - Vector256.Create(0.12f)) * 3, none), one) * nearness / (one + off * off + off);
            Vector256.ConditionalSelect(Vector256.LessThan(off, Vector256.Create(6f)), glint, none).CopyTo(_halfGlint, i);
        }
    }

    /// <summary>Between two of them is their mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(float[] half, float[] whole)
    {
        for (var i = 0; i < whole.Length / 2; i += 4)
        {
            var here = Vector128.Create(half, i);
            var between = (here + Vector128.Create(half, i + 1)) * 0.5f;
            var (hereBits, betweenBits) = (here.AsUInt32(), between.AsUInt32());
            (Vector128.WidenLower(hereBits) | (Vector128.WidenLower(betweenBits) << 32)).AsSingle().CopyTo(whole, 2 * i);
            (Vector128.WidenUpper(hereBits) | (Vector128.WidenUpper(betweenBits) << 32)).AsSingle().CopyTo(whole, 2 * i + 4);
        }
    }

    /// <param name="tilts">At each pixel of the plane, as <paramref name="glints"/>.</param>
    /// <param name="coarse">1 in the plane of luma; 2 in one of half its size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Mirror(FramePlane plane, WaterRow row, float[] tilts, float[] glints, float deep, float sparkle, int coarse)
    {
        var into = plane.WholeRow(row.Y / coarse);
        var still = Vector256.Create(row.StillAt(coarse));
        var dark = Vector256.Create(Dark(coarse) * LayerPlane.Scale);
        var (own, light) = (Vector256.Create(deep * LayerPlane.Scale), Vector256.Create(sparkle * LayerPlane.Scale));
        var (least, most) = (Vector256<float>.Zero, Vector256.Create(row.Top / coarse - 1.01f));
        var columns = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        fixed (short* from = plane.Values)
        {
            for (var x = 0; x < plane.Width; x += 8, columns += Vector256.Create(8))
            {
                var tilt = Vector256.Create(tilts, x);
                var slope = tilt * row.Slope;
                var at = Vector256.Min(Vector256.Max(still + slope / coarse, least), most);
                var above = Vector256.ConvertToInt32Native(at);
                var sideways = Vector256.ConvertToInt32Native(slope * (Sideways / coarse)) + columns;
                sideways = Vector256.Min(Vector256.Max(sideways, Vector256<int>.Zero), Vector256.Create(plane.Width - 1));
                var mirrored = above * plane.Stride + sideways;
                var seen = Gather.Shorts(from, mirrored);
                seen += (Gather.Shorts(from + plane.Stride, mirrored) - seen) * (at - Vector256.ConvertToSingle(above));
                var veil = Vector256.Create(row.Veil) - tilt * 0.10f;
                seen += (own - seen) * Vector256.Min(Vector256.Max(veil, least), Vector256.Create(0.9f));
                seen = dark + (seen - dark) * (Vector256.Create(0.97f) + tilt * 0.04f);
                seen += (light - seen) * Vector256.Create(glints, x);
                var pixels = Vector256.ConvertToInt32(Vector256.Round(seen));
                Vector128.Narrow(pixels.GetLower(), pixels.GetUpper()).CopyTo(into[x..]);
            }
        }
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
