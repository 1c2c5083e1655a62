using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>The dark near ground that frames a view: a bank with grass, trees at one side, a bough from
/// above.</summary>
internal static class Foreground
{
    public static void Draw(Stage stage, Dice dice)
    {
        var brief = stage.Brief;
        // A wide building keeps the other side of the picture for itself.
        var wide = brief.Shows(Subjects.Castle) || brief.Shows(Places.Ruins | Places.Temple | Places.Village);
        var side = wide || dice.Chance(0.5f) ? stage.LightSide(stage.Aspect / 2) : -stage.LightSide(stage.Aspect / 2);
        var bank = Ridge.Hills(stage, dice, dice.Range(0.93f, 0.97f), 0.05f, 1.3f);
        bank.Raise(side < 0 ? stage.Across(-0.02f) : stage.Across(1.02f), stage.Aspect * dice.Range(0.35f, 0.5f),
            dice.Range(0.80f, 0.87f));
        var cover = brief.Shows(Air.Snow) ? 0.75f : 0.4f;
        var ground = Vector3.Lerp(stage.Palette.Depth(0.97f), Greenery.Of(stage, 0.97f), cover);
        if (brief.Shows(Places.Sea) && !brief.Shows(Subjects.Palms) && dice.Chance(0.4f))
        {
            bank = Ridge.Flat(stage, dice, 1.01f, 0.012f);
        }

        if (Framed(stage, dice))
        {
            stage.Layer(1);
            Archway.Draw(stage, dice);
            return;
        }

        stage.Layer(0.93f);
        Terrain.Paint(stage, bank, new(0.97f, ground, Haze: 0, Rim: 0.5f, Texture: 0.7f), dice);
        Greenery.Flowers(stage, dice, bank, 0.97f);
        Walker(stage, dice, bank, side);
        stage.Layer(LayerMotion.Growth(0.97f, 1));
        if (!brief.Shows(Air.Snow))
        {
            stage.Canvas.Fill(Grasses.Along(dice, bank, stage.Aspect, 0.055f, 0.0045f), ground * 0.8f);
        }

        Frame(stage, dice, bank, side, ground);
    }

    /// <summary>Seen from a terrace: for castles and old places now and then.</summary>
    private static bool Framed(Stage stage, Dice dice) =>
        (stage.Brief.Shows(Subjects.Castle) || stage.Brief.Shows(Places.Ruins))
            && !stage.Brief.Shows(Subjects.Person | Subjects.Deer)
        && dice.Chance(0.28f);

    private static void Frame(Stage stage, Dice dice, Ridge bank, float side, Vector3 ground)
    {
        var brief = stage.Brief;
        float At(float share) => side < 0 ? stage.Across(share) : stage.Across(1 - share);
        if (brief.Shows(Subjects.Palms))
        {
            Palms(stage, dice, bank, At, side, ground);
        }
        else if (brief.Shows(Subjects.Cherry | Subjects.Oaks)
            || (!brief.Shows(Subjects.Pines) && !brief.Shows(Places.Sea) && !brief.Shows(Air.Snow)
            && dice.Chance(0.3f)))
        {
            var from = new Vector2(At(-0.03f), dice.Range(0.02f, 0.16f));
            var bough = LeafyTree.Bough(dice, from, new(At(dice.Range(0.30f, 0.42f)), dice.Range(0.10f, 0.20f)),
                0.0095f, stage.LightSide(from.X));
            LoneGrowth.Tree(stage, bough, 0.95f);
        }
        else if (brief.Shows(Subjects.Pines) || (!brief.Shows(Places.Sea | Places.Meadow) && dice.Chance(0.6f)))
        {
            Pines(stage, dice, bank, At, ground);
        }
        else if (brief.Shows(Places.Water))
        {
            var reeds = new Shape();
            Grasses.Reeds(reeds, dice, new(At(0.10f), bank.At(At(0.10f)) + 0.02f), 0.24f, 0.09f);
            Grasses.Reeds(reeds, dice, new(At(0.24f), bank.At(At(0.24f)) + 0.02f), 0.17f, 0.06f);
            stage.Canvas.Fill(reeds, ground * 0.7f);
        }
    }

    private static void Pines(Stage stage, Dice dice, Ridge bank, Func<float, float> at, Vector3 ground)
    {
        var dark = Vector3.Lerp(stage.Palette.Depth(0.98f), ground, stage.Brief.Shows(Air.Snow) ? 0.15f : 0.5f) * 0.8f;
        var firs = new Shape();
        for (var i = 0; i < 5; i++)
        {
            var x = at(0.005f + 0.036f * i + dice.Range(-0.015f, 0.015f));
            Conifers.Fir(firs, dice, new(x, bank.At(x) + 0.02f), (0.62f - 0.085f * i) * dice.Range(0.7f, 1.1f));
        }

        if (dice.Chance(0.5f))
        {
            var x = at(dice.Range(0.93f, 0.99f));
            Conifers.Fir(firs, dice, new(x, bank.At(x) + 0.02f), dice.Range(0.25f, 0.4f));
        }

        stage.Canvas.Fill(firs, dark);
    }

    private static void Palms(Stage stage, Dice dice, Ridge bank, Func<float, float> at, float side, Vector3 ground)
    {
        var palms = new Shape();
        for (var i = 0; i < 3; i++)
        {
            var x = at(0.05f + 0.075f * i);
            Silhouettes.Palms.Palm(palms, dice, new(x, bank.At(x) + 0.02f), dice.Range(0.4f, 0.62f),
                -side * dice.Range(0.1f, 0.32f));
        }

        stage.Canvas.Fill(palms, Vector3.Lerp(stage.Palette.Depth(0.98f), ground, 0.3f) * 0.8f);
    }

    /// <summary>Someone, or a stag, on the bank, where light stands behind.</summary>
    private static void Walker(Stage stage, Dice dice, Ridge bank, float side)
    {
        var brief = stage.Brief;
        var x = stage.Aspect * (side < 0 ? dice.Range(0.24f, 0.36f) : dice.Range(0.64f, 0.76f));
        var foot = new Vector2(x, bank.At(x) + 0.004f);
        var dark = stage.Palette.Depth(1) * 0.8f;
        if (brief.Shows(Subjects.Deer))
        {
            stage.Canvas.Fill(Creatures.Deer(foot, dice.Range(0.15f, 0.19f), -side), dark);
        }
        else if (brief.Shows(Subjects.Person))
        {
            stage.Canvas.Fill(Creatures.Person(foot, dice.Range(0.13f, 0.17f), withStaff: dice.Chance(0.6f)), dark);
        }
    }
}
