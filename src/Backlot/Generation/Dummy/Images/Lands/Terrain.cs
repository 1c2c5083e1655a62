using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>How one layer of land is painted.</summary>
/// <param name="Depth">0 far, pale with air, to 1 near.</param>
/// <param name="Colour">Its colour in linear light; null takes the colour of its depth.</param>
/// <param name="Haze">How much air gathers at its foot, 0 to 1.</param>
/// <param name="HazeLength">How far below its edge the air is thickest, in picture heights.</param>
/// <param name="Rim">Light along the edge on the side of the sun, 0 to 1.</param>
/// <param name="Snow">How far snow reaches down from the peaks, 0 to 1.</param>
/// <param name="Texture">Strength of brush marks, 0 to 1.</param>
internal sealed record LandLook(
    float Depth, Vector3? Colour = null, float Haze = 0.6f, float HazeLength = 0.22f, float Rim = 0.35f, float Snow = 0,
    float Texture = 0.5f);

internal static class Terrain
{
    /// <summary><paramref name="growth"/>: Trees and the like that belong to the layer's outline.</summary>
    public static void Paint(Stage stage, Ridge ridge, LandLook look, Dice dice, Shape? growth = null,
        float bottomY = 1.02f)
    {
        var colour = look.Colour ?? stage.Palette.Depth(look.Depth);
        var haze = stage.Brief.Shows(Air.Snow)
            // White ground under white air would be one flat sheet: hollows in snow are blue and dark.
            ? Vector3.Lerp(Vector3.Lerp(colour, stage.Palette.Depth(look.Depth), 0.5f), stage.Palette.Haze,
                0.3f * (1 - look.Depth))
            : Vector3.Lerp(stage.Palette.Haze, colour, look.Depth * 0.75f);
        var brush = dice.Noise();
        var faces = ridge.HasPeaks ? new MountainFaces(stage, ridge, look, dice) : null;
        var rim = Vector3.Lerp(colour, stage.Palette.Light, 0.65f) - colour;
        stage.Canvas.Fill(ridge.Outline(bottomY), (x, y) =>
        {
            var down = y - ridge.At(x);
            var shown = colour;
            if (look.Texture > 0)
            {
                shown *= 1 + look.Texture * 0.42f * brush.Fractal(x * 9 + y * 3, y * 21 - x * 4, 3);
            }

            if (faces is not null)
            {
                shown = faces.Shade(shown, x, y);
            }

            if (look.Rim > 0 && down < 0.03f)
            {
                var facing = Math.Clamp(0.45f - ridge.SlopeAt(x) * stage.LightFrom(x) * 1.2f, 0, 1);
                shown += rim * (look.Rim * facing * MathF.Exp(-down * 190));
            }

            var t = Math.Clamp(down / look.HazeLength, 0, 1);
            return Vector3.Lerp(shown, haze, look.Haze * t * t * (3 - 2 * t));
        });
        if (growth is { Count: > 0 })
        {
            // Trees stay dark on snow.
            var leaves = stage.Brief.Shows(Air.Snow) ? stage.Palette.Depth(MathF.Min(1, look.Depth + 0.1f)) : colour;
            stage.Canvas.Fill(growth, (_, y) => leaves * (0.92f + 0.12f * y));
        }
    }
}
