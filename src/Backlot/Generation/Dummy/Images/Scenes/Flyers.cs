using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Small moving things that give a scene its scale: birds, boats, lanterns in the air.</summary>
internal static class Flyers
{
    public static void Birds(Stage stage, Dice dice)
    {
        if (stage.Brief.Shows(Air.Storm)
            || (!stage.Brief.Shows(Subjects.Birds) && (stage.Brief.IsNight || !dice.Chance(0.45f))))
        {
            return;
        }

        var centre = new Vector2(
            stage.Luminary.X + dice.Range(0.12f, 0.4f) * -stage.LightSide(stage.Aspect / 2),
                stage.HorizonY * dice.Range(0.30f, 0.58f));
        var flock = Creatures.Birds(dice, centre, 5 + dice.Index(8), dice.Range(0.016f, 0.026f));
        stage.Layer(LayerMotion.Birds);
        stage.Canvas.Fill(flock, Vector3.Lerp(stage.Palette.Depth(0.8f), stage.Palette.Haze, 0.12f), 0.92f);
    }

    public static void Boat(Stage stage, Dice dice)
    {
        var asked = stage.Brief.Shows(Subjects.Boat);
        if (!asked && !dice.Chance(0.25f))
        {
            return;
        }

        var x = Math.Clamp(stage.Luminary.X + dice.Range(-0.22f, 0.22f), stage.Across(0.15f), stage.Across(0.85f));
        var near = dice.Range(0.18f, 0.42f);
        var foot = new Vector2(x, float.Lerp(stage.HorizonY, 1, near));
        var (facing, dark) = (dice.Sign(), stage.Palette.Depth(0.88f));
        stage.Layer(LayerMotion.Afloat(0.35f + 0.5f * near, facing));
        if (stage.Brief.Shows(Places.Sea) || dice.Chance(0.4f))
        {
            var height = 0.07f + near * 0.24f;
            var (mirroredHull, mirroredSails) = Boats.Sailboat(foot, height, facing, up: -0.8f);
            var sail = Vector3.Lerp(stage.Palette.Haze, stage.Palette.Light, stage.Brief.IsNight ? 0.08f : 0.35f);
            stage.Canvas.Fill(mirroredSails, sail * 0.8f, 0.25f);
            stage.Canvas.Fill(mirroredHull, dark, 0.4f);
            var (hull, sails) = Boats.Sailboat(foot, height, facing);
            stage.Canvas.Fill(sails, sail, 0.95f);
            stage.Canvas.Fill(hull, dark);
        }
        else
        {
            Punt(stage, foot, 0.10f + near * 0.22f, facing, dark);
        }
    }

    /// <summary>Paper lanterns that rise into the evening.</summary>
    public static void SkyLanterns(Stage stage, Dice dice)
    {
        if (!stage.Brief.Shows(Subjects.Lanterns) || !stage.Brief.IsDark)
        {
            return;
        }

        stage.Layer(LayerMotion.Rising);
        for (var i = 0; i < 22; i++)
        {
            var near = dice.Unit() * dice.Unit();
            var at = new Vector2(stage.Across(dice.Range(0.05f, 0.95f)), dice.Range(0.06f, stage.HorizonY + 0.02f));
            var size = 0.006f + 0.022f * near;
            var light = new Shape().Polygon(at + new Vector2(-size * 0.42f, -size * 0.5f),
                at + new Vector2(-size * 0.25f, -size * 0.72f),
                at + new Vector2(size * 0.25f, -size * 0.72f), at + new Vector2(size * 0.42f, -size * 0.5f),
                at + new Vector2(size * 0.33f, size * 0.6f),
                at + new Vector2(-size * 0.33f, size * 0.6f));
            stage.Canvas.Glow(at, size * 4.5f, stage.Lamp(0.22f));
            stage.Canvas.Fill(light, (_, y) => stage.Lamp(0.8f + 0.9f * Math.Clamp((y - at.Y) / size + 0.3f, 0, 1)),
                0.95f);
        }
    }

    private static void Punt(Stage stage, Vector2 foot, float length, float facing, Vector3 dark)
    {
        stage.Canvas.Fill(Boats.Punt(foot, length, facing, up: -0.85f), dark, 0.35f);
        stage.Canvas.Fill(Boats.Punt(foot, length, facing), dark);
        if (stage.Brief.IsDark)
        {
            var lamp = Boats.PuntLantern(foot, length, facing);
            stage.Canvas.Fill(new Shape().Limb(lamp + new Vector2(0, length * 0.08f),
                lamp - new Vector2(0, length * 0.02f), length * 0.01f, length * 0.01f), dark);
            stage.Canvas.Glow(lamp, length * 0.7f, stage.Lamp(0.3f));
            stage.Canvas.Fill(new Shape().Oval(lamp, length * 0.022f, length * 0.03f), stage.Lamp(2.2f));
            stage.Canvas.Glow(foot + new Vector2(0.46f * facing * length, length * 0.26f), length * 0.28f,
                stage.Lamp(0.14f), 2.2f);
        }
    }
}
