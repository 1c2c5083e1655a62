using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>The one thing the eye goes to, on its own rise, at a third of the width.</summary>
internal static class Landmark
{
    private static readonly Vector3 Blossom = Oklab.Lch(0.82f, 0.10f, 355), Leaves = Oklab.Lch(0.58f, 0.11f, 130);
    private static readonly Vector3 Vermilion = Oklab.Lch(0.55f, 0.18f, 32);

    /// <summary>Raises the ground it will stand on.</summary>
    public static void Prepare(Stage stage, Ridge ridge, float x, float topY, float halfWidth) =>
        ridge.Raise(x, halfWidth, topY);

    /// <summary>Draws it before its ground, so that the ground hides its foot.</summary>
    public static void DrawBehind(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var foot = new Vector2(x, ridge.At(x) + 0.012f);
        var side = stage.LightSide(x);
        var brief = stage.Brief;
        var size = dice.Range(0.85f, 1.15f);
        if (brief.Shows(Subjects.Castle))
        {
            var layers = Castles.Castle(dice, foot, 0.46f * size, side);
            for (var i = 0; i < layers.Length; i++)
            {
                layers[i].Paint(stage, depth - 0.10f + 0.08f * i);
            }
        }
        else if (brief.Shows(Subjects.Pagoda) || brief.Shows(Places.Temple))
        {
            Temple(stage, dice, ridge, foot, size, depth);
        }
        else if (brief.Shows(Subjects.Lighthouse) || (brief.Places == Places.Sea && !brief.Shows(Subjects.Palms)
            && dice.Chance(0.5f)))
        {
            Landmarks.Lighthouse(foot, 0.30f * size, side).Paint(stage, depth);
            Beam(stage, foot - new Vector2(0, 0.30f * size * 0.87f));
        }
        else if (brief.Shows(Subjects.Windmill))
        {
            Landmarks.Windmill(dice, foot, 0.30f * size, side).Paint(stage, depth);
        }
        else if (brief.Shows(Places.Ruins))
        {
            Landmarks.Ruin(dice, foot, 0.42f * size, side).Paint(stage, depth);
        }
        else if (brief.Shows(Places.Village) || brief.Shows(Subjects.Church))
        {
            var snow = brief.Shows(Air.Snow) ? Greenery.Of(stage, 0.5f) : (Vector3?)null;
            var church = brief.Shows(Subjects.Church) || dice.Chance(0.6f);
            Houses.Village(dice, ridge, x, 0.5f, dice.Range(0.085f, 0.105f), side, church).Paint(stage, depth, snow);
        }
        else if (brief.Shows(Subjects.Gate))
        {
            stage.Canvas.Fill(EasternBuildings.Torii(foot, 0.22f * size), stage.Palette.Own(Vermilion, depth, 1));
        }
        else if (brief.Shows(Subjects.Palms))
        {
            var palms = new Shape();
            for (var i = 0; i < 4; i++)
            {
                var at = x + dice.Range(-0.12f, 0.12f);
                Palms.Palm(palms, dice, new(at, ridge.At(at) + 0.012f), dice.Range(0.10f, 0.17f),
                    dice.Range(-0.3f, 0.3f));
            }

            stage.Canvas.Fill(palms, stage.Palette.Depth(depth + 0.1f));
        }
        else if (brief.Shows(Places.Mountains) || brief.Shows(Subjects.Pines) || brief.Shows(Air.Snow))
        {
            Cabin(stage, dice, ridge, x, depth);
        }
        else
        {
            Tree(stage, LeafyTree.Grow(dice, foot, dice.Range(0.22f, 0.32f), dice.Range(-0.35f, 0.35f), side), depth);
        }
    }

    /// <summary>Leaves or blossom in light and shade.</summary>
    public static void Tree(Stage stage, LeafyTree tree, float depth)
    {
        var palette = stage.Palette;
        var blossom = stage.Brief.Shows(Subjects.Cherry);
        var wood = palette.Depth(MathF.Min(1, depth + 0.15f)) * 0.8f;
        var own = blossom ? Blossom : stage.Brief.Shows(Tones.Warm) ? Oklab.Lch(0.62f, 0.13f, 50) : Leaves;
        var shaded = blossom
            ? Vector3.Lerp(palette.Depth(depth), Oklab.ToLinear(own with { X = 0.34f + 0.26f * palette.Daylight }),
            0.62f)
            : palette.Own(own with { X = 0.4f }, depth, 0.8f);
        var lit = blossom
            ? Oklab.ToLinear(own with { X = 0.52f + 0.32f * palette.Daylight })
            : Vector3.Lerp(palette.Own(own, depth, 1), palette.Light, stage.Brief.IsNight ? 0.07f : 0.20f);
        stage.Canvas.Fill(tree.Wood, wood);
        stage.Canvas.Fill(tree.Shaded, shaded);
        stage.Canvas.Fill(tree.Lit, lit, 0.85f);
    }

    private static void Temple(Stage stage, Dice dice, Ridge ridge, Vector2 foot, float size, float depth)
    {
        var side = stage.LightSide(foot.X);
        var roof = stage.Palette.Own(Oklab.Lch(0.42f, 0.08f, dice.Pick(30f, 200f, 260f)), depth, 0.9f);
        var hallX = foot.X + side * 0.24f;
        EasternBuildings.Hall(new(hallX, ridge.At(hallX) + 0.02f), 0.24f * size, side)
            .Paint(stage, depth * 0.95f, roof);
        EasternBuildings.Pagoda(dice, foot, 0.36f * size, side).Paint(stage, depth, roof);
    }

    /// <summary>A cabin with a lit window among tall firs.</summary>
    private static void Cabin(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var firs = new Shape();
        for (var i = 0; i < 9; i++)
        {
            var at = x + dice.Range(0.05f, 0.26f) * dice.Sign();
            Conifers.Fir(firs, dice, new(at, ridge.At(at) + 0.012f), dice.Range(0.10f, 0.19f));
        }

        stage.Canvas.Fill(firs, stage.Palette.Depth(depth + 0.05f));
        var cabin = new Building();
        Houses.House(cabin, dice, new(x, ridge.At(x) + 0.012f), dice.Range(0.075f, 0.095f), stage.LightSide(x));
        cabin.Lamps.Add(new(x, ridge.At(x) - 0.01f));
        cabin.Paint(stage, depth + 0.08f, stage.Brief.Shows(Air.Snow) ? Greenery.Of(stage, 0.5f) : null);
    }

    private static void Beam(Stage stage, Vector2 lamp)
    {
        if (stage.Palette.Daylight > 0.85f)
        {
            return;
        }

        for (var side = -1; side <= 1; side += 2)
        {
            var reach = lamp + new Vector2(side * 1.1f, -0.10f);
            for (var i = 1; i <= 4; i++)
            {
                var beam = new Shape().Triangle(lamp, reach - new Vector2(0, 0.030f * i),
                    reach + new Vector2(0, 0.030f * i));
                Vector3 Fade(float x, float y) => stage.Lamp(0.085f) * MathF.Exp(-MathF.Abs(x - lamp.X) * 2.4f)
                    * Math.Clamp(1.05f - MathF.Abs(x - lamp.X), 0, 1);
                stage.Canvas.Light(beam, Fade);
            }
        }

        stage.Canvas.Glow(lamp, 0.12f, stage.Lamp(0.5f));
        stage.Canvas.Glow(lamp, 0.02f, stage.Lamp(2.2f));
    }
}
