using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Images.Colours;

/// <summary>The colours one picture is painted with. Lab values are Oklab, the others linear light.</summary>
internal sealed class Palette
{
    public Palette(SceneBrief brief, Dice dice)
    {
        var hour = HourColours.Of(brief.Hour);
        var turn = dice.Range(-10, 10);
        var words = new WordTint(brief);
        TopLab = Tone(words.Shade(hour.Top, 0), brief, turn);
        MiddleLab = Tone(words.Middle(hour.Middle), brief, turn);
        HorizonLab = Tone(words.Light(hour.Horizon), brief, turn * 0.5f);
        if (brief.IsNight)
        {
            // At night the warm word belongs to lamps and moon; a warm horizon would turn the whole land to mud.
            HorizonLab = Vector3.Lerp(HorizonLab, Tone(words.Shade(hour.Horizon, 0), brief, turn), 0.6f);
        }

        LightLab = Tone(words.Light(hour.Light, 0.7f), brief, 0);
        ShadeLab = Tone(words.Shade(hour.Shade, -0.3f), brief, turn);
        if (brief.Shows(Air.Storm | Air.Rain) && brief.Hour is not Hour.Night)
        {
            (TopLab, MiddleLab, HorizonLab) = (Overcast(TopLab), Overcast(MiddleLab), Overcast(HorizonLab));
        }

        HazeLab = Vector3.Lerp(HorizonLab, MiddleLab, 0.35f) with { X = float.Lerp(HorizonLab.X, MiddleLab.X, 0.45f) };
        ClothLab = Tone(words.Cloth(dice), brief, 0);
        Light = Oklab.ToLinear(LightLab);
        Shade = Oklab.ToLinear(ShadeLab);
        Haze = Oklab.ToLinear(HazeLab);
        Glow = Oklab.ToLinear(Tone(words.Glow(), brief, 0)) * 1.25f;
        Daylight = Math.Clamp((HorizonLab.X - 0.4f) / 0.45f, 0, 1);
        IsTinted = brief.Colours.Count > 0;
        _depths = new((0, HazeLab), (0.5f, Vector3.Lerp(HazeLab, ShadeLab, 0.55f)), (1, ShadeLab));
    }

    private readonly Gradient _depths;

    public Vector3 TopLab { get; }

    public Vector3 MiddleLab { get; }

    public Vector3 HorizonLab { get; }

    public Vector3 LightLab { get; }

    public Vector3 ShadeLab { get; }

    public Vector3 HazeLab { get; }

    /// <summary>Banners, carpets, book covers of honour: a strong colour that is not the light's.</summary>
    public Vector3 ClothLab { get; }

    /// <summary>The colour of sun or moon.</summary>
    public Vector3 Light { get; }

    /// <summary>The darkest colour: what stands next to the viewer.</summary>
    public Vector3 Shade { get; }

    public Vector3 Haze { get; }

    /// <summary>Lamplight: windows, candles, lanterns; brighter than white once scaled.</summary>
    public Vector3 Glow { get; }

    /// <summary>0 at night to 1 by day.</summary>
    public float Daylight { get; }

    /// <summary>The prompt named colours, so natural greens and sands step back.</summary>
    public bool IsTinted { get; }

    /// <summary>Aerial perspective: the colour of things at a distance, 0 far to 1 near.</summary>
    public Vector3 Depth(float depth) => _depths.At(depth);

    /// <summary>A thing's own colour as it looks at a distance under this light.</summary>
    /// <remarks>
    /// <paramref name="ownLab"/>: Its colour by day, in Oklab.
    /// <paramref name="depth"/>: 0 far to 1 near.
    /// <paramref name="amount"/>: How much of the own colour shows by day, 0 to 1.
    /// </remarks>
    public Vector3 Own(Vector3 ownLab, float depth, float amount)
    {
        var air = Oklab.FromLinear(Depth(depth));
        var seen = amount * (IsTinted ? 0.45f : 1) * (0.25f + 0.75f * Daylight);
        var lit = new Vector3(float.Lerp(air.X, ownLab.X * (0.35f + 0.65f * Daylight), 0.5f), ownLab.Y, ownLab.Z);
        return Oklab.ToLinear(Vector3.Lerp(air, lit, seen * (0.3f + 0.7f * depth)));
    }

    private static Vector3 Overcast(Vector3 lab) => new(lab.X * 0.86f, lab.Y * 0.7f, lab.Z * 0.7f);

    private static Vector3 Tone(Vector3 lab, SceneBrief brief, float turnDegrees)
    {
        var (sin, cos) = MathF.SinCos(turnDegrees * MathF.PI / 180);
        lab = new(lab.X, lab.Y * cos - lab.Z * sin, lab.Y * sin + lab.Z * cos);
        var chroma = brief.Shows(Tones.Monochrome) ? 0.12f
            : brief.Shows(Tones.Muted) ? 0.6f
            : brief.Shows(Tones.Vivid) ? 1.25f
            : 1;
        var lightness = lab.X;
        if (brief.Shows(Tones.Pastel))
        {
            (chroma, lightness) = (chroma * 0.72f, lightness * 0.78f + 0.2f);
        }

        lightness *= brief.Shows(Tones.Dark) ? 0.86f : 1;
        var warmth = brief.Shows(Tones.Warm) ? 0.018f : brief.Shows(Tones.Cool) ? -0.018f : 0;
        return new(lightness, lab.Y * chroma + warmth * 0.5f, lab.Z * chroma + warmth);
    }
}
