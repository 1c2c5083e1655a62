using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>The distance: ranges of peaks or of hills, each paler than the one before it.</summary>
internal static class Backdrop
{
    public static void Draw(Stage stage, Dice dice)
    {
        var brief = stage.Brief;
        if (brief.Shows(Places.Mountains) || (!brief.Shows(Places.Sea | Places.Meadow) && dice.Chance(0.5f)))
        {
            Ranges(stage, dice, brief.Shows(Places.Mountains) ? 1 : 0.7f);
        }
        else if (!brief.Shows(Places.Sea) || dice.Chance(0.5f))
        {
            Hills(stage, dice, brief.Shows(Places.Sea) ? 0.4f : 1);
        }
    }

    private static void Ranges(Stage stage, Dice dice, float size)
    {
        var winter = stage.Brief.Shows(Air.Snow);
        var snow = winter ? 1 : dice.Chance(0.6f) ? dice.Range(0.25f, 0.6f) : 0;
        var high = dice.Range(0.36f, 0.52f) * size;
        stage.Layer(0.20f);
        var far = Ridge.Peaks(stage, dice, stage.HorizonY + 0.02f, high, dice.Range(0.5f, 0.85f));
        Terrain.Paint(stage, far, new(0.20f, Haze: 0.8f, HazeLength: high * 1.1f, Snow: snow, Rim: 0.2f), dice);
        Mist.Band(stage, dice, stage.HorizonY - 0.05f, 0.08f, Mist.Strength(stage));
        stage.Layer(0.38f);
        var middle = Ridge.Peaks(stage, dice, stage.HorizonY + 0.04f, high * dice.Range(0.5f, 0.7f),
            dice.Range(0.35f, 0.55f));
        Terrain.Paint(stage, middle, new(0.38f, Haze: 0.7f, HazeLength: high * 0.65f, Snow: snow * 0.5f, Rim: 0.25f),
            dice);
        Mist.Band(stage, dice, stage.HorizonY - 0.02f, 0.08f, Mist.Strength(stage));
        stage.Layer(0.47f);
        var foot = Ridge.Hills(stage, dice, stage.HorizonY + 0.02f, 0.09f * size, 1.9f);
        var woods = Conifers.Line(dice, foot, stage.Aspect, 0.035f, 0.55f);
        Terrain.Paint(stage, foot, new(0.47f, Greenery.Of(stage, 0.47f), HazeLength: 0.1f), dice, woods);
    }

    private static void Hills(Stage stage, Dice dice, float size)
    {
        for (var i = 0; i < 3; i++)
        {
            var depth = 0.10f + 0.15f * i;
            stage.Layer(depth);
            var height = size * (0.17f - 0.035f * i) * dice.Range(0.8f, 1.2f);
            var ridge = Ridge.Hills(stage, dice, stage.HorizonY - (0.03f - 0.02f * i) * size, height,
                dice.Range(0.9f, 1.4f) + 0.35f * i);
            var woods = i > 0 && size > 0.5f ? Conifers.Line(dice, ridge, stage.Aspect, 0.018f + 0.012f * i, 0.3f)
                : null;
            Terrain.Paint(stage, ridge, new(depth, Greenery.Of(stage, depth), Haze: 0.75f, HazeLength: 0.14f), dice,
                woods);
            Mist.Band(stage, dice, stage.HorizonY - 0.02f + 0.015f * i, 0.06f, Mist.Strength(stage) * 0.9f);
        }
    }
}
