using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

internal static class SunAndMoon
{
    public static void Draw(Stage stage, Dice dice)
    {
        if (stage.IsMoon)
        {
            Moon(stage, dice);
        }
        else if (stage.Brief.Hour != Hour.Dusk)
        {
            Sun(stage, dice);
        }
        else if (stage.Dice.Chance(0.3f) && !stage.Brief.Shows(Air.Storm))
        {
            EveningStar(stage, dice);
        }
    }

    private static void Sun(Stage stage, Dice dice)
    {
        var (centre, light) = (stage.Luminary, stage.Palette.Light);
        var veiled = stage.Brief.Shows(Air.Storm | Air.Rain | Air.Snow);
        var low = stage.Brief.Hour is Hour.Sunset or Hour.Dawn or Hour.GoldenHour;
        var radius = low ? dice.Range(0.045f, 0.085f) : 0.035f;
        stage.Canvas.Glow(centre, 0.75f, light * 0.16f);
        stage.Canvas.Glow(centre, radius * 4.5f, light * (veiled ? 0.10f : 0.25f));
        if (!veiled)
        {
            var disc = new Shape().Oval(centre, radius, radius);
            stage.Canvas.Fill(disc, light * (low ? 1.25f : 1.7f) + new Vector3(0.06f), 0.96f);
            stage.Rays = 0.5f;
        }

        stage.Rays += 0.25f;
    }

    private static void Moon(Stage stage, Dice dice)
    {
        var (centre, light) = (stage.Luminary, Vector3.Lerp(stage.Palette.Light, Vector3.One, 0.35f));
        var radius = dice.Range(0.042f, 0.075f);
        stage.Canvas.Glow(centre, 0.6f, light * 0.10f);
        stage.Canvas.Glow(centre, radius * 3.2f, light * 0.16f);
        stage.Rays = 0.22f;
        if (stage.Brief.Shows(Air.Rain | Air.Storm))
        {
            return;
        }

        var seas = dice.Noise();
        var crescent = !stage.Brief.Shows(Lamps.Moon) && dice.Chance(0.35f);
        var disc = crescent ? Crescent(centre, radius, dice.Range(-0.7f, 0.7f)) : new Shape()
            .Oval(centre, radius, radius);
        stage.Canvas.Fill(disc, (x, y) =>
        {
            var (dx, dy) = ((x - centre.X) / radius, (y - centre.Y) / radius);
            var sea = Math.Clamp(seas.Fractal(dx * 1.7f + 4, dy * 1.7f, 4) * 1.6f, 0, 0.5f);
            return light * (1.05f - sea * 0.5f - 0.22f * (dx * dx + dy * dy));
        }, 0.97f);
    }

    /// <summary>Half a circle and half an ellipse within it.</summary>
    private static Shape Crescent(Vector2 centre, float radius, float turn)
    {
        const int Half = 24;
        Span<Vector2> outline = stackalloc Vector2[2 * Half];
        var (sinTurn, cosTurn) = MathF.SinCos(turn);
        for (var i = 0; i < 2 * Half; i++)
        {
            var (sin, cos) = MathF.SinCos(-MathF.PI / 2 + (i < Half ? i : 2 * Half - 1 - i) * MathF.PI / (Half - 1));
            var (x, y) = (radius * cos * (i < Half ? 1 : 0.55f), radius * sin);
            outline[i] = centre + new Vector2(x * cosTurn - y * sinTurn, x * sinTurn + y * cosTurn);
        }

        return new Shape().Polygon(outline);
    }

    private static void EveningStar(Stage stage, Dice dice)
    {
        var at = new Vector2(stage.Across(dice.Range(0.2f, 0.8f)), stage.HorizonY * dice.Range(0.3f, 0.6f));
        stage.Canvas.Glow(at, 0.02f, stage.Palette.Light * 0.35f);
        stage.Canvas.Glow(at, 0.005f, stage.Palette.Light * 1.4f);
    }
}
