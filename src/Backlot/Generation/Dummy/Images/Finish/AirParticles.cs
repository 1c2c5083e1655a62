using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Finish;

/// <summary>What is in the air between viewer and scene: snow, rain, fireflies, petals, dust in the light.</summary>
internal static class AirParticles
{
    public static void Draw(Stage stage, Dice dice)
    {
        var brief = stage.Brief;
        if (brief.Shows(Places.Inside))
        {
            Dust(stage, dice, 60);
            return;
        }

        if (brief.Shows(Air.Snow))
        {
            Snow(stage, dice);
        }

        if (brief.Shows(Air.Rain | Air.Storm))
        {
            Rain(stage, dice);
        }

        if (brief.Shows(Air.Fireflies))
        {
            Fireflies(stage, dice);
        }

        if (brief.Shows(Air.Petals) || brief.Shows(Subjects.Cherry))
        {
            Petals(stage, dice);
        }
    }

    private static void Snow(Stage stage, Dice dice)
    {
        var white = Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.5f);
        for (var i = 0; i < stage.Aspect * 330; i++)
        {
            var near = MathF.Pow(dice.Unit(), 4);
            var at = new Vector2(stage.Across(dice.Unit()), dice.Unit());
            stage.Canvas.Glow(at, 0.0022f + 0.009f * near, white * (0.55f - 0.34f * near));
        }
    }

    private static void Rain(Stage stage, Dice dice)
    {
        var lean = dice.Range(-0.14f, 0.14f);
        for (var layer = 0; layer < 3; layer++)
        {
            var streaks = new Shape();
            for (var i = 0; i < stage.Aspect * (170 - 45 * layer); i++)
            {
                var at = new Vector2(stage.Across(dice.Unit()), dice.Range(-0.05f, 1));
                var length = 0.025f + 0.028f * layer * dice.Unit();
                streaks.Limb(at, at + new Vector2(lean * length, length), 0.0004f, 0.0008f + 0.0004f * layer);
            }

            stage.Canvas.Fill(streaks, Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.35f), 0.13f + 0.05f * layer);
        }
    }

    private static void Fireflies(Stage stage, Dice dice)
    {
        var colour = Oklab.ToLinear(Oklab.Lch(0.88f, 0.17f, 105));
        for (var i = 0; i < 70; i++)
        {
            var near = dice.Unit() * dice.Unit();
            var y = stage.HorizonY + (1 - stage.HorizonY) * dice.Range(-0.45f, 0.95f);
            var at = new Vector2(stage.Across(dice.Unit()), y);
            stage.Canvas.Glow(at, 0.010f + 0.022f * near, colour * 0.28f);
            stage.Canvas.Glow(at, 0.0022f + 0.003f * near, colour * 1.7f);
        }
    }

    private static void Petals(Stage stage, Dice dice)
    {
        var petals = new Shape();
        for (var i = 0; i < 120; i++)
        {
            var near = MathF.Pow(dice.Unit(), 3);
            petals.Leaf(new(stage.Across(dice.Unit()), dice.Unit()), 0.005f + 0.012f * near, 0.003f + 0.006f * near,
                dice.Unit() * MathF.PI);
        }

        var hue = stage.Brief.Shows(Tones.Warm) && !stage.Brief.Shows(Subjects.Cherry) ? 50 : 355;
        stage.Canvas.Fill(petals, Oklab.ToLinear(Oklab.Lch(0.62f + 0.24f * stage.Palette.Daylight, 0.09f, hue)), 0.8f);
    }

    private static void Dust(Stage stage, Dice dice, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = new Vector2(stage.Across(dice.Range(0.2f, 0.8f)), dice.Range(0.15f, 0.9f));
            stage.Canvas.Glow(at, dice.Range(0.0015f, 0.004f), stage.Lamp(0.18f) * dice.Unit());
        }
    }
}
