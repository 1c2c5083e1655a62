using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>Sand: long windward slopes in the light, and a shaded slip face under every crest.</summary>
internal static class Dunes
{
    private static readonly Vector3 Sand = Oklab.Lch(0.78f, 0.09f, 68);

    public static Ridge Paint(Stage stage, Dice dice, float baseY, float height, float depth)
    {
        var (noise, wind) = (dice.Noise(), dice.Noise());
        var (pace, skew) = (dice.Range(0.8f, 1.2f) * (1.7f - 0.8f * depth), dice.Range(0.5f, 1.1f) * dice.Sign());
        var ridge = Ridge.Of(stage, x => baseY - height * Height(x, 0));
        var own = stage.Palette.Own(Sand, depth, 0.9f);
        var dark = Vector3.Lerp(own * 0.45f, stage.Palette.Depth(depth), 0.45f);
        var lit = Vector3.Lerp(own, stage.Palette.Light, stage.Brief.IsNight ? 0.10f : 0.34f);
        stage.Canvas.Fill(ridge.Outline(), (x, y) =>
        {
            var down = y - ridge.At(x);
            var slope = Height(x + 0.012f, down) - Height(x - 0.012f, down);
            var side = Math.Clamp(0.52f - slope * 15 * stage.LightFrom(x), 0, 1);
            var waves = wind.At(x * 7 + y * 10, y * 80 / (0.6f + depth)) * 0.05f * depth;
            var edge = MathF.Exp(-down * 200) * 0.25f;
            var shade = Vector3.Lerp(dark, lit,
                Math.Clamp(side + edge, 0, 1) * (1 - 0.4f * Math.Clamp(down * 2.2f, 0, 1)));
            return Vector3.Lerp(shade * (1 + waves), stage.Palette.Haze,
                0.35f * (1 - depth) * Math.Clamp(down * 4, 0, 1));
        });
        return ridge;

        // Noise folded at zero: the fold is the crest, which wanders down the face and parts light from shade.
        float Height(float x, float down)
        {
            var fold = noise.At((x + skew * down) * pace, down * 2.6f) + 0.3f * noise.At(x * pace * 0.6f + 40, down);
            return 1 - 1.25f * MathF.Abs(fold) + 0.25f * noise.At(x * 0.5f + 7, 0.3f);
        }
    }
}
