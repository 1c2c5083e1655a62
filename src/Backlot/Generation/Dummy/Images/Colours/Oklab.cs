using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Colours;

/// <summary>Conversions to and from Oklab (Björn Ottosson, 2020), in which equal steps look equal and mixtures stay
/// clean.</summary>
internal static class Oklab
{
    /// <summary>A colour by how it looks. Out-of-gamut colours lose chroma until they fit.</summary>
    /// <param name="lightness">0 black to 1 white.</param>
    /// <param name="chroma">0 grey to about 0.3.</param>
    /// <param name="hueDegrees">0 pink, 30 red, 90 yellow, 145 green, 195 teal, 265 blue, 300 violet.</param>
    public static Vector3 Lch(float lightness, float chroma, float hueDegrees)
    {
        var (sin, cos) = MathF.SinCos(hueDegrees * MathF.PI / 180);
        var l = Math.Clamp(lightness, 0, 1);
        return new(l, chroma * cos, chroma * sin);
    }

    public static Vector3 ToLinear(Vector3 lab)
    {
        var rgb = Unbounded(lab);
        for (var i = 0; i < 24 && (MinOf(rgb) < -0.0005f || MaxOf(rgb) > 1.02f); i++)
        {
            lab = new(lab.X, lab.Y * 0.92f, lab.Z * 0.92f);
            rgb = Unbounded(lab);
        }

        return Vector3.Clamp(rgb, Vector3.Zero, Vector3.One);
    }

    public static Vector3 FromLinear(Vector3 rgb)
    {
        var l = MathF.Cbrt(0.4122214708f * rgb.X + 0.5363325363f * rgb.Y + 0.0514459929f * rgb.Z);
        var m = MathF.Cbrt(0.2119034982f * rgb.X + 0.6806995451f * rgb.Y + 0.1073969566f * rgb.Z);
        var s = MathF.Cbrt(0.0883024619f * rgb.X + 0.2817188376f * rgb.Y + 0.6299787005f * rgb.Z);
        return new(
            0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s);
    }

    private static Vector3 Unbounded(Vector3 lab)
    {
        var l = lab.X + 0.3963377774f * lab.Y + 0.2158037573f * lab.Z;
        var m = lab.X - 0.1055613458f * lab.Y - 0.0638541728f * lab.Z;
        var s = lab.X - 0.0894841775f * lab.Y - 1.2914855480f * lab.Z;
        (l, m, s) = (l * l * l, m * m * m, s * s * s);
        return new(
            4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s,
            -1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s,
            -0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s);
    }

    private static float MinOf(Vector3 v) => MathF.Min(v.X, MathF.Min(v.Y, v.Z));

    private static float MaxOf(Vector3 v) => MathF.Max(v.X, MathF.Max(v.Y, v.Z));
}
