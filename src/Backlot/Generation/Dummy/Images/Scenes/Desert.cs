using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Dunes under a wide sky, mesas far away, a caravan or a lone walker for scale.</summary>
internal static class Desert
{
    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        stage.HorizonY = dice.Range(0.56f, 0.66f);
        Sky.Draw(stage);
        Flyers.Birds(stage, dice.Fork());
        stage.Layer(0.22f);
        Mesas(stage, dice.Fork());
        Mist.Band(stage, dice.Fork(), stage.HorizonY - 0.01f, 0.06f, 0.4f);
        var x = stage.Third(towardsLight: true);
        for (var i = 0; i < 4; i++)
        {
            var depth = 0.32f + 0.2f * i;
            stage.Layer(depth);
            var ridge = Dunes.Paint(stage, dice.Fork(), stage.HorizonY + 0.05f + 0.085f * i * (0.7f + 0.25f * i),
                0.09f + 0.02f * i, depth);
            if (i == 1 && stage.Brief.Shows(Subjects.Castle | Subjects.Pagoda | Subjects.Windmill))
            {
                Landmark.DrawBehind(stage, dice, ridge, x, depth);
            }
            else if (i == 2)
            {
                Life(stage, dice.Fork(), ridge, x);
            }
        }

        if (stage.Brief.Shows(Subjects.Palms))
        {
            stage.Layer(LayerMotion.Growth(1, 0.97f));
            var palms = new Shape();
            for (var i = 0; i < 3; i++)
            {
                Palms.Palm(palms, dice, new(stage.Across(0.06f + 0.06f * i), 0.96f), dice.Range(0.4f, 0.6f),
                    dice.Range(0, 0.3f));
            }

            stage.Canvas.Fill(palms, stage.Palette.Depth(1) * 0.8f);
        }
    }

    private static void Mesas(Stage stage, Dice dice)
    {
        var rock = dice.Noise();
        var ridge = Ridge.Of(stage, x =>
        {
            var table = rock.Fractal(x * 1.6f, 2) + 0.12f;
            var step = Math.Clamp(table * 9, 0, 1) * 0.6f + Math.Clamp((table - 0.22f) * 12, 0, 1) * 0.4f;
            return stage.HorizonY + 0.02f - step * 0.15f - 0.006f * rock.Fractal(x * 24, 3);
        });
        Terrain.Paint(stage, ridge, new(0.22f, Haze: 0.8f, HazeLength: 0.17f, Texture: 1), dice);
    }

    private static void Life(Stage stage, Dice dice, Ridge ridge, float x)
    {
        var dark = stage.Palette.Depth(0.95f) * 0.85f;
        if (stage.Brief.Shows(Subjects.Deer))
        {
            stage.Canvas.Fill(Creatures.Deer(new(x, ridge.At(x) + 0.004f), 0.10f, stage.LightSide(x)), dark);
            return;
        }

        var walkers = stage.Brief.Shows(Subjects.Person) || dice.Chance(0.3f) ? 1 : 4 + dice.Index(3);
        for (var i = 0; i < walkers; i++)
        {
            var at = x + i * 0.035f * dice.Range(0.85f, 1.15f);
            stage.Canvas.Fill(Creatures.Person(new(at, ridge.At(at) + 0.003f), 0.055f * dice.Range(0.9f, 1.05f),
                i % 2 == 0), dark);
        }
    }
}
