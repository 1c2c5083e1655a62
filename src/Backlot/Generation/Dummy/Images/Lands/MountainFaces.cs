using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>
/// Light and shade on mountains: from every peak a crooked spine runs down; the flank towards the light is lit, the
/// other
/// shaded, and finer ribs repeat it.
/// </summary>
internal sealed class MountainFaces(Stage stage, Ridge ridge, LandLook look, Dice dice)
{
    private readonly Noise _spine = dice.Noise(), _ribs = dice.Noise();
    private readonly Vector3 _lit = LitColour(stage, look);
    private readonly Vector3 _snow = SnowColour(stage, look);
    private readonly float _contrast = 0.35f + 0.4f * look.Depth;

    public Vector3 Shade(Vector3 colour, float x, float y)
    {
        // The line where two flanks meet wanders too, or it would stand as a straight seam below the notch.
        var drift = _spine.Fractal(y * 11, 0.7f, 3) * 1.1f * (y - ridge.At(x));
        var peak = ridge.PeakAt(x + drift);
        var (away, down) = (x - peak.X, y - peak.Y);
        var crook = _spine.Fractal(peak.X * 7 + 3, down * 13, 4) * (0.012f + 0.85f * down);
        var ribs = _ribs.Fractal(x * 11 - down * 5 * Math.Clamp(away * 12, -1, 1), y * 7, 4);
        var side = (away - crook) * stage.LightSide(peak.X);
        var lit = Math.Clamp(side * 30 / (1 + down * 10) + ribs * 1.3f + 0.35f, 0, 1);
        var shaded = Vector3.Lerp(colour * (1 - 0.30f * _contrast), Vector3.Lerp(colour, _lit, 0.75f * _contrast), lit);
        if (look.Snow > 0)
        {
            var reach = look.Snow * 0.34f * (1 + ribs * 1.5f) + _ribs.At(x * 30, y * 12) * 0.025f
                - (y - ridge.At(x)) * 0.35f;
            var white = Math.Clamp((reach - down) * 45, 0, 1) * (0.35f + 0.65f * lit);
            shaded = Vector3.Lerp(shaded, _snow * (0.55f + 0.45f * lit), white * 0.85f);
        }

        return shaded;
    }

    private static Vector3 LitColour(Stage stage, LandLook look)
    {
        var palette = stage.Palette;
        return Vector3.Lerp(palette.Depth(look.Depth * 0.35f), palette.Light, stage.Brief.IsNight ? 0.06f : 0.32f);
    }

    private static Vector3 SnowColour(Stage stage, LandLook look)
    {
        var palette = stage.Palette;
        var lightness = stage.Brief.IsNight ? 0.58f : 0.92f;
        var white = Vector3.Lerp(palette.HorizonLab, palette.LightLab, 0.5f) with { X = lightness };
        return Vector3.Lerp(Oklab.ToLinear(white), palette.Haze, 0.45f * (1 - look.Depth));
    }
}
