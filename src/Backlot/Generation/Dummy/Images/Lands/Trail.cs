using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>A path that winds over one layer of land and leads the eye to what stands behind it.</summary>
internal static class Trail
{
    /// <summary>The path starts narrow on the crest at <paramref name="topX"/> and ends wide at
    /// <paramref name="bottomX"/>.</summary>
    public static void Paint(Stage stage, Dice dice, Ridge ridge, float topX, float bottomX, float bottomY, float depth)
    {
        const int Steps = 26;
        var (swing, turns) = (dice.Range(0.07f, 0.13f) * dice.Sign(), dice.Range(1.6f, 2.6f));
        var top = ridge.At(topX) + 0.002f;
        Span<Vector2> outline = stackalloc Vector2[Steps * 2];
        for (var i = 0; i < Steps; i++)
        {
            var t = (float)i / (Steps - 1);
            var x = float.Lerp(topX, bottomX, t * t) + swing * MathF.Sin(t * turns * MathF.PI) * (0.45f + 0.55f * t);
            var half = 0.0018f + 0.026f * depth * t * t;
            var y = float.Lerp(top, bottomY, MathF.Pow(t, 1.1f));
            outline[i] = new(x - half, y);
            outline[^(i + 1)] = new(x + half, y);
        }

        var palette = stage.Palette;
        var pale = Vector3.Lerp(palette.Depth(depth), Vector3.Lerp(palette.Haze, palette.Light, 0.3f),
            stage.Brief.Shows(Air.Snow) ? 0.25f : 0.42f);
        var worn = dice.Noise();
        stage.Canvas.Fill(new Shape().Polygon(outline), (x, y) =>
            pale * (0.94f + 0.12f * worn.Fractal(x * 30, y * 50, 3)), 0.6f);
    }
}
