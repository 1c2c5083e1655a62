using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Images.Colours;

/// <summary>Gives each colour word its part: the warmest becomes the light, the coolest the shade, one between them the
/// middle.</summary>
internal sealed class WordTint
{
    private const float Lead = 0.88f;
    private readonly ColourWord? _light, _middle, _shade;

    public WordTint(SceneBrief brief)
    {
        var byWarmth = brief.Colours.OrderByDescending(colour => colour.Warmth).ToArray();
        if (byWarmth.Length > 0)
        {
            (_light, _shade) = (byWarmth[0], byWarmth[^1]);
            _middle = byWarmth.Length > 2 ? byWarmth[1] : null;
        }
    }

    public Vector3 Light(Vector3 lab, float amount = 1) => Tinted(lab, _light, amount, 0);

    public Vector3 Shade(Vector3 lab, float lift) =>
        // With a single word the shade turns a little away from the light, as in nature; otherwise the picture looks
        // dyed.
        Tinted(lab, _shade, _light == _shade ? 0.72f : 1, _light == _shade ? -22 : 0, lift);

    public Vector3 Middle(Vector3 lab)
    {
        if (_middle is not null)
        {
            return Tinted(lab, _middle, 1, 0);
        }

        var mixed = Vector3.Lerp(Tinted(lab, _light, 1, -8), Tinted(lab, _shade, 1, 0), 0.5f);
        var chroma = new Vector2(mixed.Y, mixed.Z);
        // Opposite hues meet in grey halfway: keep the colour alive.
        var least = MathF.Min(0.07f, 0.6f * new Vector2(lab.Y, lab.Z).Length());
        return _light is null || chroma.Length() >= least ? mixed : Tinted(lab, _light, 0.8f, -35);
    }

    /// <summary>A strong dark colour for cloth: a named one when it is not yellow, which turns to olive in the
    /// dark.</summary>
    public Vector3 Cloth(Dice dice) =>
        IsForCloth(_shade) ? Oklab.Lch(0.40f, MathF.Max(0.13f, _shade.Chroma), _shade.Hue)
        : IsForCloth(_light) ? Oklab.Lch(0.40f, MathF.Max(0.13f, _light.Chroma), _light.Hue)
        : Oklab.Lch(0.40f, 0.14f, dice.Pick(22f, 20f, 265f, 310f, 160f));

    private static bool IsForCloth([NotNullWhen(true)] ColourWord? word) =>
        word is { Chroma: > 0.05f, Hue: < 50 or > 130 };

    /// <summary>Lamplight keeps warm unless the prompt names only cool colours.</summary>
    public Vector3 Glow()
    {
        var warm = Oklab.Lch(0.84f, 0.14f, 70);
        return _light is { Warmth: > 0.2f } ? Tinted(warm, _light, 0.5f, 0) : warm;
    }

    private static Vector3 Tinted(Vector3 lab, ColourWord? word, float amount, float turnDegrees, float liftShare = 1)
    {
        if (word is null)
        {
            return lab;
        }

        var own = new Vector2(lab.Y, lab.Z).Length();
        // Deep shade and near white hold little chroma.
        var room = Math.Clamp(MathF.Min(lab.X * 3.2f, (1.08f - lab.X) * 4.5f), 0.15f, 1);
        var chroma = float.Lerp(own, word.Chroma, word.Chroma < 0.03f ? 0.95f : 0.7f) * room;
        var target = Oklab.Lch(lab.X + word.Lift * MathF.Max(0, liftShare), chroma, word.Hue + turnDegrees);
        return Vector3.Lerp(lab, target, Lead * amount);
    }
}
