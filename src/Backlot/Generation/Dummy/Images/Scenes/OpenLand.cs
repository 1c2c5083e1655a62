using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Mountains, hills, meadows, lakes and coasts: layers of land from the pale distance to the dark near ground.</summary>
internal static class OpenLand
{
    public static void Draw(Stage stage)
    {
        var (brief, dice) = (stage.Brief, stage.Dice);
        var water = brief.Shows(Places.Water);
        stage.HorizonY = water ? dice.Range(0.57f, 0.68f) : dice.Range(0.56f, 0.66f);
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
            shore.Sink(left ? shoreX + 0.22f : shoreX - 0.22f, left ? shoreX + 0.55f : shoreX - 0.55f, stage.HorizonY + 0.03f);
        }

        var trees = sea && !stage.Brief.Shows(Subjects.Pines) ? null : Conifers.Line(dice, shore, stage.Aspect, dice.Range(0.05f, 0.08f), 0.25f);
        Landmark.DrawBehind(stage, dice, shore, shoreX, 0.62f);
        Terrain.Paint(stage, shore, new(0.66f, Greenery.Of(stage, 0.66f), Haze: 0.35f, HazeLength: 0.12f, Texture: 0.7f), dice, trees);
        Mist.Band(stage, dice, stage.HorizonY, 0.05f, Mist.Strength(stage));
        Water.Paint(stage, dice, stage.HorizonY + 0.012f, sea ? dice.Range(0.5f, 0.9f) : stage.Brief.Shows(Places.River) ? 0.3f : dice.Range(0.05f, 0.3f));
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
            var baseY = stage.HorizonY + (i == 0 ? 0.05f : i == 1 ? place + 0.09f : 0.27f);
            var ridge = Ridge.Hills(stage, dice, baseY, 0.07f + 0.02f * i, 1.1f + 0.3f * dice.Unit());
            if (i == 1)
            {
                Landmark.Prepare(stage, ridge, subjectX, baseY - dice.Range(0.07f, 0.14f), dice.Range(0.4f, 0.6f));
                Landmark.DrawBehind(stage, dice, ridge, subjectX, depth);
            }

            var trees = i == 1 ? null : Trees(stage, dice, ridge, 0.06f + 0.03f * i, i);
            Terrain.Paint(stage, ridge, new(depth, Greenery.Of(stage, depth), HazeLength: 0.16f, Rim: 0.4f, Texture: 0.8f), dice, trees);
            Greenery.Flowers(stage, dice, ridge, depth);
            Mist.Band(stage, dice, baseY + 0.05f, 0.06f, Mist.Strength(stage) * (0.9f - 0.25f * i));
        }
    }

    private static Shape? Trees(Stage stage, Dice dice, Ridge ridge, float height, int layer)
    {
        var brief = stage.Brief;
        var density = brief.Shows(Places.Forest) || brief.Shows(Subjects.Pines) ? 0.5f : brief.Shows(Places.Meadow) ? -0.1f : 0.12f;
        return layer == 2 && density < 0.3f ? null : Conifers.Line(dice, ridge, stage.Aspect, height, density);
    }
}
