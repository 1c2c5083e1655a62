using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>Low banks of mist between the layers of a landscape.</summary>
internal static class Mist
{
    /// <summary>
    /// <paramref name="y"/>: The middle of the bank.
    /// <paramref name="thickness"/>: From its middle to where it ends, in picture heights.
    /// <paramref name="strength"/>: Opacity at its thickest, 0 to 1.
    /// </summary>
    public static void Band(Stage stage, Dice dice, float y, float thickness, float strength)
    {
        var noise = dice.Noise();
        var colour = Vector3.Lerp(stage.Palette.Haze, stage.Palette.Light, stage.Brief.IsNight ? 0.04f : 0.12f);
        var drift = dice.Range(0, 20);
        var layer = stage.Near;
        // Thin bands stay with their land: a layer for each would be much work for little to see.
        var drifts = stage.Brief.Shows(Air.Mist) && strength > 0.4f;
        if (drifts)
        {
            stage.Layer(LayerMotion.Mist(layer, drift > 10 ? 0.006f : -0.006f));
        }

        Veil.Cover(stage.Canvas, MathF.Max(0, y - thickness), MathF.Min(1, y + thickness), 4, (x, at) =>
        {
            var away = (at - y) / thickness;
            var body = 1 - away * away;
            var wisps = 0.62f + 0.75f * noise.Fractal(x * 1.6f + drift, at * 9, 4);
            var near = 1 / (1 + 5 * MathF.Abs(x - stage.Luminary.X));
            return new(colour * (0.92f + 0.35f * near), Math.Clamp(body * body * wisps * strength, 0, 1));
        });
        if (drifts)
        {
            stage.Layer(LayerMotion.Still(layer));
        }
    }

    /// <summary>Thick when the prompt asks for mist, thin otherwise, gone under a clear sky.</summary>
    public static float Strength(Stage stage) =>
        stage.Brief.Shows(Air.Mist) ? 0.68f : stage.Brief.Shows(Air.Rain | Air.Snow) ? 0.42f
            : stage.Brief.Shows(Air.Clear) ? 0.12f : 0.28f;
}
