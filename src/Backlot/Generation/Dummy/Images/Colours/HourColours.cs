using System.Numerics;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Images.Colours;

/// <summary>The natural colours of an hour, in Oklab, before a prompt's colour words and the dice change
/// them.</summary>
internal sealed record HourColours(Vector3 Top, Vector3 Middle, Vector3 Horizon, Vector3 Light, Vector3 Shade)
{
    public static HourColours Of(Hour hour) => hour switch
    {
        Hour.Dawn => Of((0.54f, 0.08f, 275), (0.72f, 0.09f, 345), (0.87f, 0.09f, 65), (0.92f, 0.10f, 70),
            (0.25f, 0.06f, 285)),
        Hour.Morning => Of((0.66f, 0.09f, 245), (0.81f, 0.06f, 225), (0.93f, 0.05f, 90), (0.96f, 0.07f, 90),
            (0.30f, 0.05f, 230)),
        Hour.Noon => Of((0.62f, 0.12f, 247), (0.78f, 0.08f, 235), (0.93f, 0.035f, 215), (0.98f, 0.04f, 95),
            (0.33f, 0.06f, 220)),
        Hour.GoldenHour => Of((0.56f, 0.07f, 250), (0.77f, 0.09f, 75), (0.88f, 0.13f, 78), (0.93f, 0.13f, 82),
            (0.24f, 0.05f, 50)),
        Hour.Sunset => Of((0.36f, 0.10f, 292), (0.60f, 0.15f, 15), (0.81f, 0.15f, 58), (0.90f, 0.14f, 68),
            (0.18f, 0.06f, 310)),
        Hour.Dusk => Of((0.25f, 0.09f, 274), (0.43f, 0.11f, 312), (0.71f, 0.12f, 45), (0.86f, 0.11f, 65),
            (0.14f, 0.05f, 280)),
        _ => Of((0.155f, 0.055f, 272), (0.25f, 0.075f, 264), (0.40f, 0.075f, 248), (0.90f, 0.03f, 240),
            (0.095f, 0.035f, 270)),
    };

    private static HourColours Of(
        (float L, float C, float H) top, (float L, float C, float H) middle, (float L, float C, float H) horizon,
        (float L, float C, float H) light, (float L, float C, float H) shade) =>
        new(Lab(top), Lab(middle), Lab(horizon), Lab(light), Lab(shade));

    private static Vector3 Lab((float L, float C, float H) colour) => Oklab.Lch(colour.L, colour.C, colour.H);
}
