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
    private static readonly Vector3 Vermilion = Oklab.Lch(0.55f, 0.18f, 32);

    /// <summary>Raises the ground it will stand on.</summary>
    public static void Prepare(Stage stage, Ridge ridge, float x, float topY, float halfWidth) =>
        ridge.Raise(x, halfWidth, topY);

    /// <summary>Draws it before its ground, so that the ground hides its foot.</summary>
    public static void DrawBehind(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var brief = stage.Brief;
        var foot = new Vector2(x, ridge.At(x) + 0.012f);
        var loneCoast = brief.Places == Places.Sea && !brief.Shows(Subjects.Palms) && dice.Chance(0.5f);
        if (brief.Shows(Subjects.Pagoda) || brief.Shows(Places.Temple))
        {
            Temple(stage, dice, ridge, foot, dice.Range(0.85f, 1.15f), depth);
        }
        else if (brief.Shows(Subjects.Castle | Subjects.Lighthouse | Subjects.Windmill) || brief.Shows(Places.Ruins)
            || loneCoast)
        {
            Tower(stage, dice, foot, dice.Range(0.85f, 1.15f), depth);
        }
        else if (brief.Shows(Places.Village) || brief.Shows(Subjects.Church))
        {
            var snow = brief.Shows(Air.Snow) ? Greenery.Of(stage, 0.5f) : (Vector3?)null;
            var church = brief.Shows(Subjects.Church) || dice.Chance(0.6f);
            var size = dice.Range(0.085f, 0.105f);
            Houses.Village(dice, ridge, x, 0.5f, size, stage.LightSide(x), church).Paint(stage, depth, snow);
        }
        else if (brief.Shows(Subjects.Gate))
        {
            var torii = EasternBuildings.Torii(foot, dice.Range(0.19f, 0.25f));
            stage.Canvas.Fill(torii, stage.Palette.Own(Vermilion, depth, 1));
        }
        else
        {
            LoneGrowth.Draw(stage, dice, ridge, x, depth);
        }
    }

    private static void Tower(Stage stage, Dice dice, Vector2 foot, float size, float depth)
    {
        var side = stage.LightSide(foot.X);
        if (stage.Brief.Shows(Subjects.Castle))
        {
            var layers = Castles.Castle(dice, foot, 0.46f * size, side);
            for (var i = 0; i < layers.Length; i++)
            {
                layers[i].Paint(stage, depth - 0.10f + 0.08f * i);
            }
        }
        else if (stage.Brief.Shows(Subjects.Windmill))
        {
            Landmarks.Windmill(dice, foot, 0.30f * size, side).Paint(stage, depth);
        }
        else if (stage.Brief.Shows(Places.Ruins))
        {
            Landmarks.Ruin(dice, foot, 0.42f * size, side).Paint(stage, depth);
        }
        else
        {
            Landmarks.Lighthouse(foot, 0.30f * size, side).Paint(stage, depth);
            Beam(stage, foot - new Vector2(0, 0.30f * size * 0.87f));
        }
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

    private static void Beam(Stage stage, Vector2 lamp)
    {
        if (stage.Palette.Daylight > 0.85f)
        {
            return;
        }

        var near = stage.Near;
        stage.Layer(LayerMotion.Beam(near));
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
        stage.Layer(LayerMotion.Still(near));
    }
}
