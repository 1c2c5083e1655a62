using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

/// <summary>The whole sky: gradient, stars, aurora, sun or moon, clouds.</summary>
internal static class Sky
{
    public static void Draw(Stage stage)
    {
        Place(stage);
        stage.Layer(LayerMotion.Sky with { Shimmer = Shimmer.Sky });
        Gradient(stage);
        var brief = stage.Brief;
        if (brief.IsNight || brief.Shows(Air.Stars) || brief.Hour == Hour.Dusk)
        {
            stage.Layer(LayerMotion.Stars);
            Stars.Draw(stage, stage.Dice.Fork());
        }

        if (brief.Shows(Air.Aurora))
        {
            stage.Layer(LayerMotion.Aurora);
            Aurora.Draw(stage, stage.Dice.Fork());
        }

        stage.Layer(LayerMotion.Sky);
        SunAndMoon.Draw(stage, stage.Dice.Fork());
        Clouds.Draw(stage, stage.Dice.Fork());
    }

    /// <summary>Puts sun or moon where the hour has it, off the middle.</summary>
    private static void Place(Stage stage)
    {
        var (brief, dice) = (stage.Brief, stage.Dice);
        var moonUp = brief.Shows(Lamps.Moon) && brief.Hour is Hour.Dusk or Hour.Night or Hour.Dawn;
        stage.IsMoon = brief.IsNight || (moonUp && brief.Hour != Hour.Dawn && brief.Shows(Lamps.Moon));
        var altitude = stage.IsMoon ? dice.Range(0.26f, 0.42f) : brief.Hour switch
        {
            Hour.Dawn => dice.Range(0.02f, 0.10f),
            Hour.Morning => dice.Range(0.20f, 0.34f),
            Hour.Noon => dice.Range(0.38f, 0.52f),
            Hour.GoldenHour => dice.Range(0.10f, 0.22f),
            Hour.Sunset => dice.Range(0.03f, 0.13f),
            _ => dice.Range(-0.06f, 0.01f),
        };
        var share = dice.Chance(0.2f) ? dice.Range(0.44f, 0.56f) : dice.Chance(0.5f) ? dice.Range(0.24f, 0.38f)
            : dice.Range(0.62f, 0.76f);
        stage.Luminary = new(stage.Across(share), MathF.Max(stage.HorizonY - altitude, 0.08f));
    }

    private static void Gradient(Stage stage)
    {
        var palette = stage.Palette;
        var colours = new Gradient(
            (0, palette.TopLab), (0.58f, palette.MiddleLab), (0.96f, palette.HorizonLab), (1, palette.HorizonLab));
        // After sunset and under the moon the sky is still brightest where the sun went down.
        var glow = stage.IsMoon ? new Vector2(stage.Luminary.X, stage.HorizonY) : stage.Luminary;
        var strength = stage.Brief.Shows(Air.Storm | Air.Rain) ? 0.1f : stage.Brief.IsNight ? 0.12f : 0.3f;
        var light = palette.Light * (stage.Brief.IsNight ? 0.1f : 0.42f);
        stage.Canvas.Fill((x, y) =>
        {
            var dx = (x - glow.X) * 0.75f;
            var dy = y - glow.Y;
            var near = 1 / (1 + 7 * (dx * dx + dy * dy * 2.2f));
            var t = y / stage.HorizonY;
            return colours.At(t + strength * (near - 0.45f) * t) + light * (near * near * near * strength * 2);
        });
    }
}
