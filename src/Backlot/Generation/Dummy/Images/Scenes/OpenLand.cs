using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Mountains, hills, meadows, lakes and coasts: layers of land from the pale distance to the dark near
/// ground.</summary>
internal static class OpenLand
{
    public static void Draw(Stage stage)
    {
        var (brief, dice) = (stage.Brief, stage.Dice);
        var water = brief.Shows(Places.Water);
        stage.HorizonY = brief.Shows(Places.Mountains) ? dice.Range(0.62f, 0.71f)
            : water ? dice.Range(0.57f, 0.68f)
            : dice.Range(0.56f, 0.66f);
        Sky.Draw(stage);
        Flyers.Birds(stage, dice.Fork());
        Backdrop.Draw(stage, dice.Fork());
        if (water)
        {
            Waterside(stage, dice.Fork());
        }
        else
        {
            Fields(stage, dice.Fork());
        }

        Flyers.SkyLanterns(stage, dice.Fork());
        Foreground.Draw(stage, dice.Fork());
    }

    private static void Waterside(Stage stage, Dice dice)
    {
        var sea = stage.Brief.Shows(Places.Sea);
        var shoreX = stage.Third(towardsLight: false);
        var left = shoreX < stage.Aspect / 2;
        var shore = Ridge.Hills(stage, dice, stage.HorizonY + 0.01f, 0.05f, 2.2f);
        Landmark.Prepare(stage, shore, shoreX, stage.HorizonY - dice.Range(0.05f, 0.11f), dice.Range(0.35f, 0.5f));
        if (sea || dice.Chance(0.6f))
        {
            shore.Sink(left ? shoreX + 0.22f : shoreX - 0.22f, left ? shoreX + 0.55f : shoreX - 0.55f,
                stage.HorizonY + 0.03f);
        }

        var trees = sea && !stage.Brief.Shows(Subjects.Pines)
            ? null
            : Conifers.Line(dice, shore, stage.Aspect, dice.Range(0.05f, 0.08f), 0.25f);
        stage.Layer(0.64f);
        Landmark.DrawBehind(stage, dice, shore, shoreX, 0.62f);
        if (stage.Brief.Shows(Subjects.Bridge))
        {
            var reach = left ? stage.Aspect + 0.1f - shoreX : -shoreX - 0.1f;
            var span = Landmarks.Bridge(new(shoreX, stage.HorizonY + 0.012f), reach, 0.075f);
            stage.Canvas.Fill(span, stage.Palette.Depth(0.74f));
        }

        var look = new LandLook(0.66f, Greenery.Of(stage, 0.66f), Haze: 0.35f, HazeLength: 0.12f, Texture: 0.7f);
        Terrain.Paint(stage, shore, look, dice, trees);
        Mist.Band(stage, dice, stage.HorizonY, 0.05f, Mist.Strength(stage));
        var roughness = sea ? dice.Range(0.5f, 0.9f) : dice.Range(0.05f, 0.3f);
        Water.Paint(stage, dice, stage.HorizonY + 0.012f, roughness);
        Mist.Band(stage, dice, stage.HorizonY + 0.03f, 0.055f, Mist.Strength(stage) * 0.8f);
        Flyers.Boat(stage, dice.Fork());
    }

    private static void Fields(Stage stage, Dice dice)
    {
        var subjectX = stage.Third(towardsLight: dice.Chance(0.35f));
        var place = dice.Range(0.05f, 0.12f);
        for (var i = 0; i < 3; i++)
        {
            var depth = 0.5f + 0.17f * i;
            stage.Layer(depth);
            var baseY = stage.HorizonY + (i == 0 ? 0.05f : i == 1 ? place + 0.09f : 0.27f);
            var ridge = Ridge.Hills(stage, dice, baseY, 0.07f + 0.02f * i, 1.1f + 0.3f * dice.Unit());
            if (i == 1)
            {
                Landmark.Prepare(stage, ridge, subjectX, baseY - dice.Range(0.07f, 0.14f), dice.Range(0.4f, 0.6f));
                Landmark.DrawBehind(stage, dice, ridge, subjectX, depth);
            }

            var trees = i == 1 ? null : Pines(stage, dice, ridge, 0.06f + 0.03f * i, i);
            Copses(stage, dice, ridge, depth, 0.045f + 0.022f * i);
            Terrain.Paint(stage, ridge, new(depth, Greenery.Of(stage, depth), HazeLength: 0.2f, Rim: 0.4f, Texture: 1),
                dice, trees);
            if (i > 0)
            {
                var bottomX = i == 1 ? subjectX + (stage.Aspect / 2 - subjectX) * 0.5f : stage.Aspect * 0.5f;
                Trail.Paint(stage, dice, ridge, i == 1 ? subjectX : subjectX + (stage.Aspect / 2 - subjectX) * 0.4f,
                    bottomX, baseY + (i == 1 ? 0.13f : 0.2f), depth);
            }

            Greenery.Tufts(stage, dice, ridge, depth);
            Greenery.Flowers(stage, dice, ridge, depth);
            Mist.Band(stage, dice, baseY + 0.05f, 0.06f, Mist.Strength(stage) * (0.9f - 0.25f * i));
        }
    }

    private static void Copses(Stage stage, Dice dice, Ridge ridge, float depth, float height)
    {
        if (stage.Brief.Shows(Subjects.Pines) || stage.Brief.Shows(Places.Mountains) || stage.Brief.Shows(Air.Snow))
        {
            return;
        }

        var (all, lit) = Groves.Line(dice, ridge, stage.Aspect, height, 0.22f, stage.LightSide(stage.Aspect / 2));
        var dark = Vector3.Lerp(stage.Palette.Depth(MathF.Min(1, depth + 0.1f)), Greenery.Of(stage, depth), 0.4f)
            * 0.8f;
        stage.Canvas.Fill(all, dark);
        stage.Canvas.Fill(lit, Vector3.Lerp(dark, Vector3.Lerp(Greenery.Of(stage, depth), stage.Palette.Light, 0.3f),
            stage.Brief.IsNight ? 0.1f : 0.28f), 0.6f);
    }

    private static Shape? Pines(Stage stage, Dice dice, Ridge ridge, float height, int layer)
    {
        var brief = stage.Brief;
        var density = brief.Shows(Places.Forest) || brief.Shows(Subjects.Pines) ? 0.5f
            : brief.Shows(Places.Mountains) || brief.Shows(Air.Snow) ? 0.25f
            : -0.12f;
        return layer == 2 && density < 0.3f ? null : Conifers.Line(dice, ridge, stage.Aspect, height, density);
    }
}
