using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

/// <summary>Clouds of layered noise, lit from the side of sun or moon: a sheet in perspective, and heaps above the
/// horizon.</summary>
internal static class Clouds
{
    public static void Draw(Stage stage, Dice dice)
    {
        var brief = stage.Brief;
        var cover = brief.Shows(Air.Storm) ? 0.78f
            : brief.Shows(Air.Rain) ? 0.68f
            : brief.Shows(Air.Clouds) ? 0.58f
            : brief.Shows(Air.Clear | Air.Stars | Air.Aurora) ? 0.12f
            : brief.IsNight ? dice.Range(0.15f, 0.42f)
            : dice.Range(0.28f, 0.55f);
        if (cover > 0.2f)
        {
            stage.Layer(LayerMotion.Clouds(0.008f * Wind(brief), stage.HorizonY));
            Sheet(stage, dice, cover);
        }

        if (dice.Chance(0.65f) && !brief.Shows(Air.Clear))
        {
            stage.Layer(LayerMotion.Clouds(0.004f * Wind(brief), stage.HorizonY - 0.3f));
            Heaps(stage, dice, 0.25f + cover * 0.5f);
        }
    }

    /// <summary>How much faster than in fair weather the clouds go.</summary>
    private static float Wind(SceneBrief brief) => brief.Shows(Air.Storm) ? 2 : 1;

    private static void Sheet(Stage stage, Dice dice, float cover)
    {
        var (body, warp) = (dice.Noise(), dice.Noise());
        var (centre, stretch) = (stage.Across(dice.Range(0.3f, 0.7f)), dice.Range(0.5f, 1.1f));
        var tones = new CloudTones(stage);
        var toLight = Vector2.Normalize(stage.Luminary - new Vector2(stage.Aspect / 2, stage.HorizonY * 0.4f)) * 0.22f;
        Veil.Cover(stage.Canvas, 0, stage.HorizonY, 4, (x, y) =>
        {
            var distance = 1 / (stage.HorizonY - y + 0.13f);
            var (u, v) = ((x - centre) * distance * stretch, distance * 1.7f);
            var bend = warp.Fractal(u * 0.7f, v * 0.7f, 2);
            var density = body.Fractal(u + bend, v + bend * 0.6f, 5);
            var lit = density - body.Fractal(u + bend + toLight.X, v + bend * 0.6f - toLight.Y, 3);
            var opacity = Smooth(0.42f - cover, 0.95f - cover, density + 0.18f);
            var fade = Math.Clamp((stage.HorizonY - y) * 6, 0, 1);
            return tones.At(x, y, lit * 1.5f + 0.4f - density * 0.35f, opacity * fade * 0.82f);
        });
    }

    private static void Heaps(Stage stage, Dice dice, float size)
    {
        var (outline, body) = (dice.Noise(), dice.Noise());
        var tones = new CloudTones(stage);
        var baseY = stage.HorizonY - dice.Range(-0.02f, 0.10f);
        var light = Vector2.Normalize(stage.Luminary - new Vector2(stage.Aspect / 2, baseY)) * 0.025f;
        Veil.Cover(stage.Canvas, MathF.Max(0, baseY - 0.6f), stage.HorizonY, 3, (x, y) =>
        {
            var up = (baseY - y) / 0.30f;
            var reach = (outline.Fractal(x * 1.1f, 2) + 0.35f) * size * 1.6f;
            var density = Heap(x, y) + reach - MathF.Max(0, up) * 0.85f;
            if (density < 0)
            {
                return default;
            }

            var lit = Heap(x, y) - Heap(x + light.X, y + light.Y);
            var opacity = Smooth(0, 0.2f, density) * Smooth(-0.5f, 0.25f, up);
            return tones.At(x, y, 0.42f + lit * 1.3f + up * 0.22f - density * 0.25f, opacity * 0.78f);
        });

        // Billows: round lumps, the creases between them sharp.
        float Heap(float x, float y) => (0.62f - body.Ridged(x * 4.2f, y * 6.5f, 4)) * 0.95f;
    }

    private static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
