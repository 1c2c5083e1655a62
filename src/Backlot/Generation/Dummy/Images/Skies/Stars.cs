using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

internal static class Stars
{
    public static void Draw(Stage stage, Dice dice)
    {
        var clear = stage.Brief.IsNight ? 1 : 0.45f;
        var count = (int)(stage.Aspect * 420 * clear * (stage.Brief.Shows(Air.Stars) ? 1.5f : 1));
        if (stage.Brief.IsNight && (stage.Brief.Shows(Air.Stars) || dice.Chance(0.35f)))
        {
            MilkyWay(stage, dice);
        }

        for (var i = 0; i < count; i++)
        {
            var at = new Vector2(stage.Across(dice.Unit()), stage.HorizonY * dice.Unit());
            var fade = Math.Clamp((stage.HorizonY - at.Y) * 3.2f, 0, 1) * clear;
            var magnitude = MathF.Pow(dice.Unit(), 5);
            var tint = Vector3.Lerp(new(1, 0.86f, 0.7f), new(0.72f, 0.84f, 1), dice.Unit());
            var radius = MathF.Max(0.0011f + 0.0016f * magnitude, stage.Canvas.Pixel * 0.9f);
            stage.Canvas.Glow(at, radius, tint * ((0.12f + 1.3f * magnitude) * fade));
            if (magnitude > 0.82f)
            {
                stage.Canvas.Glow(at, 0.011f, tint * (0.16f * fade));
            }
        }
    }

    private static void MilkyWay(Stage stage, Dice dice)
    {
        var (clouds, dust) = (dice.Noise(), dice.Noise());
        var lean = dice.Range(0.5f, 1.1f) * dice.Sign();
        var (sin, cos) = MathF.SinCos(lean);
        var centre = new Vector2(stage.Across(dice.Range(0.35f, 0.65f)), stage.HorizonY * 0.45f);
        var tint = Vector3.Lerp(stage.Palette.Light, new(0.75f, 0.78f, 1), 0.5f) * 0.11f;
        Veil.Add(stage.Canvas, stage.HorizonY, 4, (x, y) =>
        {
            var (dx, dy) = (x - centre.X, y - centre.Y);
            var (along, across) = (dx * cos + dy * sin, -dx * sin + dy * cos);
            across += clouds.Fractal(along * 2, 3) * 0.06f;
            var band = MathF.Exp(-across * across * 55);
            if (band < 0.01f)
            {
                return Vector3.Zero;
            }

            var lanes = Math.Clamp(dust.Fractal(along * 4, across * 9, 4) * 1.7f, 0, 0.85f)
                * MathF.Exp(-across * across * 300);
            var fade = Math.Clamp((stage.HorizonY - y) * 3, 0, 1);
            return tint * (band * (0.55f + 0.8f * clouds.Fractal(x * 7, y * 7, 4)) * (1 - lanes) * fade);
        });
    }
}
