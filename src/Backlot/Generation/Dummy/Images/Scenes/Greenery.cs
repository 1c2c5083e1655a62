using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>What covers the ground: grass, autumn, snow, flowers.</summary>
internal static class Greenery
{
    private static readonly Vector3 Grass = Oklab.Lch(0.62f, 0.11f, 130), Autumn = Oklab.Lch(0.60f, 0.11f, 60);

    /// <summary>The ground's colour at a depth, in linear light.</summary>
    public static Vector3 Of(Stage stage, float depth)
    {
        var palette = stage.Palette;
        if (stage.Brief.Shows(Air.Snow))
        {
            var snow = Vector3.Lerp(palette.TopLab, palette.HorizonLab, 0.35f)
                with { X = float.Lerp(0.46f, 0.93f, palette.Daylight) };
            return Oklab.ToLinear(Vector3.Lerp(snow, Oklab.FromLinear(palette.Depth(depth)), 0.16f + 0.22f * depth));
        }

        return palette.Own(stage.Brief.Shows(Tones.Warm) ? Autumn : Grass, depth, 0.75f);
    }

    /// <summary>Grass that stands up along the crest of a layer.</summary>
    public static void Tufts(Stage stage, Dice dice, Ridge ridge, float depth)
    {
        if (depth > 0.6f && !stage.Brief.Shows(Air.Snow))
        {
            var grass = Vector3.Lerp(Of(stage, depth), stage.Palette.Depth(depth), 0.3f) * 0.9f;
            stage.Canvas.Fill(Grasses.Along(dice, ridge, stage.Aspect, 0.022f * depth, 0.004f), grass, 0.85f);
        }
    }

    /// <summary>Beds of flowers on a layer of ground, when the prompt has them or a meadow by day.</summary>
    public static void Flowers(Stage stage, Dice dice, Ridge ridge, float depth)
    {
        if (depth < 0.6f || !(stage.Brief.Shows(Subjects.Flowers) || stage.Brief.Shows(Places.Meadow | Places.Garden))
            || stage.Brief.Shows(Air.Snow))
        {
            return;
        }

        var hue = dice.Pick(350f, 20f, 300f, 85f, 320f);
        for (var i = 0; i < 2; i++)
        {
            var heads = new Shape();
            Grasses.Flowers(heads, dice, ridge, stage.Aspect, 0.16f, 900, 0.0028f + 0.0022f * (depth - 0.6f));
            var own = Oklab.Lch(0.74f, 0.15f, hue + i * 40);
            var words = stage.Palette.IsTinted ? Vector3.Lerp(own, stage.Palette.LightLab, 0.6f) : own;
            stage.Canvas.Fill(heads, stage.Palette.Own(words, depth, 1) * 1.25f, 0.9f);
        }
    }
}
