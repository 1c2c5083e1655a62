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
        var (pace, shift) = (dice.Range(0.5f, 0.9f) * (1.6f - depth), dice.Range(0, 30));
        var ridge = Ridge.Of(stage, x => baseY - height * Profile(x));
        var dark = stage.Palette.Own(Sand, depth, 0.9f) * 0.62f;
        var lit = Vector3.Lerp(stage.Palette.Own(Sand, depth, 0.9f), stage.Palette.Light, stage.Brief.IsNight ? 0.10f : 0.40f);
        stage.Canvas.Fill(ridge.Outline(), (x, y) =>
        {
            var down = y - ridge.At(x);
            // The crest line wanders down the face and parts light from shade.
            var crest = Profile(x + down * 0.7f + noise.Fractal(y * 2.2f + shift, 2) * 0.22f) - Profile(x + down * 0.7f + 0.05f);
            var side = Math.Clamp(0.5f + crest * 9 * -stage.LightSide(x) + 0.2f, 0, 1);
            var waves = wind.At(x * 6 + y * 14, y * 85 / (0.6f + depth)) * 0.035f * depth;
            var edge = MathF.Exp(-down * 160) * 0.35f;
            var shade = Vector3.Lerp(dark, lit, Math.Clamp(side + edge, 0, 1) * (1 - 0.45f * Math.Clamp(down * 2.4f, 0, 1)));
            return shade * (1 + waves * 2) + stage.Palette.Haze * (0.25f * (1 - depth) * Math.Clamp(down * 4, 0, 1));
        });
        return ridge;

        // A smooth wave pushed over: gentle on one side, steep on the other.
        float Profile(float x)
        {
            var t = x * pace + shift + noise.Fractal(x * 0.6f + shift, 2) * 0.5f;
            var phase = t - MathF.Floor(t);
            var wave = phase < 0.68f ? phase / 0.68f : (1 - phase) / 0.32f;
            var rise = 0.45f + 0.55f * noise.At(MathF.Floor(t) * 3.7f + 0.5f, 0.5f);
            return MathF.Pow(wave, 1.25f) * Math.Clamp(0.35f + rise * 0.65f, 0.25f, 1) + 0.3f * noise.Fractal(x * 0.7f, 2);
        }
    }
}
