using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>Water that mirrors what is painted above it, broken by ripples that grow towards the viewer, with a path of
/// light.</summary>
internal static class Water
{
    /// <summary>
    /// <paramref name="topY"/>: The far edge; everything above is mirrored at it.
    /// <paramref name="roughness"/>: 0 a still pond, 1 open sea.
    /// </summary>
    public static void Paint(Stage stage, Dice dice, float topY, float roughness)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var (ripples, swell) = (dice.Noise(), dice.Noise());
        var top = Math.Max(1, canvas.Line(topY));
        var deep = Vector3.Lerp(palette.Shade, Colours.Oklab.ToLinear(palette.TopLab), 0.45f);
        var sparkle = palette.Light * (stage.Brief.IsNight ? 0.5f : 0.75f);
        var centre = stage.Aspect / 2;
        stage.Layer(LayerMotion.OfWater(new(topY, roughness, deep, sparkle, stage.Luminary.X)));
        for (var y = top; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            var near = (y + 0.5f - top) / (canvas.Height - top);
            var (scale, line) = (1 / (near + 0.10f), MathF.Log(near + 0.035f) * 15);
            var slope = (0.006f + 0.085f * near * (0.3f + 0.7f * roughness)) * canvas.Height;
            var veil = 0.10f + 0.62f * near * near + 0.08f * roughness;
            var path = 0.03f + near * (0.10f + 0.12f * roughness);
            for (var x = 0; x < row.Length; x++)
            {
                var at = (x + 0.5f) * canvas.Pixel;
                var u = (at - centre) * scale;
                var wave = ripples.At(u * 1.9f, line) + 0.5f * ripples.At(u * 4.3f, line * 2.2f);
                var tilt = wave * (0.35f + 0.65f * Math.Clamp(0.5f + swell.At(at * 1.5f, near * 5), 0, 1));
                var mirrored = Math.Clamp((int)(top - 1 - (y - top) * 0.93f + tilt * slope), 0, top - 1);
                var sideways = Math.Clamp(x + (int)(tilt * slope * 0.16f), 0, row.Length - 1);
                var seen = Vector3.Lerp(canvas.Pixels[mirrored * canvas.Width + sideways], deep,
                    Math.Clamp(veil - tilt * 0.10f, 0, 0.9f));
                var off = (at - stage.Luminary.X) / path;
                var glint = Math.Clamp((tilt - 0.12f) * 3, 0, 1) * MathF.Exp(-off * off);
                row[x] = seen * (0.94f + 0.07f * tilt) + sparkle * (glint * (0.25f + 0.75f * (1 - near)));
            }

            canvas.Layers?.CoverRow(y);
        }

        stage.Layer(LayerMotion.Still(WaterLook.FarNear));
        FarEdge(stage, topY);
    }

    /// <summary>A thin line of light where water meets land.</summary>
    private static void FarEdge(Stage stage, float y)
    {
        var line = new Shape().Box(0, y - 0.0008f, stage.Aspect, y + 0.0012f);
        var colour = Vector3.Lerp(stage.Palette.Haze, stage.Palette.Light, 0.3f);
        stage.Canvas.Fill(line, colour, stage.Brief.Shows(Air.Mist) ? 0.25f : 0.45f);
    }
}
