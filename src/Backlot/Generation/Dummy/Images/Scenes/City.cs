using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>A skyline in ranks, windows lit after sunset, over a river or behind near roofs.</summary>
internal static class City
{
    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        var river = stage.Brief.Shows(Places.Water) || dice.Chance(0.55f);
        stage.HorizonY = river ? dice.Range(0.66f, 0.74f) : 0.78f;
        Sky.Draw(stage);
        Flyers.Birds(stage, dice.Fork());
        Skyline(stage, dice.Fork(), stage.HorizonY, 4);
        if (river)
        {
            Water.Paint(stage, dice.Fork(), stage.HorizonY + 0.008f, 0.15f);
            Mist.Band(stage, dice.Fork(), stage.HorizonY, 0.04f, Mist.Strength(stage) * 0.6f);
            Flyers.Boat(stage, dice.Fork());
        }

        Flyers.SkyLanterns(stage, dice.Fork());
        Rooftops(stage, dice.Fork(), river);
    }

    /// <summary>Ranks of towers, taller around one place, the farthest first.</summary>
    public static void Skyline(Stage stage, Dice dice, float baseY, int ranks)
    {
        var centre = stage.Third(towardsLight: false);
        for (var i = 0; i < ranks; i++)
        {
            var depth = 0.22f + 0.55f * i / Math.Max(1, ranks - 1);
            var rank = new CityBlocks(dice.Fork(), stage.Aspect, baseY + 0.004f, centre, 0.46f - 0.085f * i,
                0.035f + 0.014f * i);
            stage.Layer(depth);
            Paint(stage, rank, depth);
            Mist.Band(stage, dice.Fork(), baseY - 0.03f, 0.10f - 0.012f * i, 0.25f + Mist.Strength(stage) * 0.35f);
        }
    }

    private static void Paint(Stage stage, CityBlocks rank, float depth)
    {
        var wall = stage.Palette.Depth(depth);
        var haze = stage.Palette.Haze;
        var top = stage.HorizonY - 0.45f;
        stage.Canvas.Fill(rank.Walls, (_, y) =>
            Vector3.Lerp(wall, haze, 0.35f * (1 - depth) * Math.Clamp((y - top) / 0.45f, 0, 1)));
        stage.Canvas.Fill(rank.Sides, wall * 0.78f, 0.7f);
        var lamps = stage.Brief.IsDark ? 1 : stage.Palette.Daylight < 0.9f ? 0.4f : 0;
        if (lamps > 0)
        {
            var cool = Vector3.Lerp(stage.Palette.Light, new(0.6f, 0.8f, 1), 0.4f);
            stage.Canvas.Fill(rank.WarmWindows, stage.Lamp(lamps * (0.35f + 0.75f * depth)), 0.85f);
            stage.Canvas.Fill(rank.CoolWindows, cool * (lamps * (0.25f + 0.5f * depth)), 0.8f);
        }
        else
        {
            stage.Canvas.Fill(rank.WarmWindows, Vector3.Lerp(wall, stage.Palette.Light, 0.3f), 0.6f);
        }

        if (stage.Brief.Shows(Lamps.Neon) && depth > 0.4f)
        {
            Neon(stage, rank, depth);
        }

        foreach (var beacon in rank.Beacons)
        {
            stage.Canvas.Glow(beacon, 0.008f, new Vector3(1.2f, 0.12f, 0.08f) * (lamps * depth));
        }
    }

    private static void Neon(Stage stage, CityBlocks rank, float depth)
    {
        foreach (var (sign, hue) in rank.Signs)
        {
            var degrees = stage.Palette.IsTinted ? Hue(stage, hue) : 300 + hue * 270;
            var colour = Oklab.ToLinear(Oklab.Lch(0.72f, 0.24f, degrees)) * 2.2f;
            stage.Canvas.Fill(sign, colour * depth);
            stage.Canvas.Glow(sign.Points[0], 0.09f, colour * 0.12f * depth, 1.5f);
        }
    }

    private static float Hue(Stage stage, float choice)
    {
        var colours = stage.Brief.Colours;
        return colours[(int)(choice * colours.Count) % colours.Count].Hue;
    }

    /// <summary>Near roofs with water tanks, chimneys and wires; or a quay with a railing.</summary>
    private static void Rooftops(Stage stage, Dice dice, bool river)
    {
        var dark = stage.Palette.Depth(1) * 0.8f;
        var near = new Building();
        for (var x = -0.05f; x < stage.Aspect; x += dice.Range(0.22f, 0.40f))
        {
            var side = MathF.Abs(x / stage.Aspect - 0.5f) * 2;
            var top = river
                ? 1 - 0.16f * side * side * dice.Range(0.5f, 1.2f)
                : dice.Range(0.82f, 0.94f) - 0.07f * side;
            var width = dice.Range(0.22f, 0.36f);
            near.Walls.Box(x, top, x + width, 1.02f).Box(x - 0.008f, top - 0.012f, x + width + 0.008f, top + 0.004f);
            Roof(near, dice, x, top, width);
        }

        stage.Layer(0.95f);
        stage.Canvas.Fill(near.Walls, dark);
        stage.Canvas.Fill(near.Windows, stage.Brief.IsDark ? stage.Lamp(1.1f) : dark * 1.6f, 0.9f);
        foreach (var lamp in near.Lamps)
        {
            stage.Canvas.Glow(lamp, 0.07f, stage.Lamp(stage.Brief.IsDark ? 0.13f : 0));
        }

        if (stage.Brief.Shows(Subjects.Cat))
        {
            var x = stage.Third(towardsLight: true);
            stage.Canvas.Fill(new Shape().Box(x - 0.2f, 0.90f, x + 0.2f, 1.02f), dark);
            stage.Canvas.Fill(Creatures.Cat(new(x, 0.90f), 0.15f, stage.LightSide(x)), dark);
        }
    }

    private static void Roof(Building near, Dice dice, float x, float top, float width)
    {
        var at = x + width * dice.Range(0.2f, 0.8f);
        if (dice.Chance(0.35f))
        {
            // A water tank on legs.
            near.Walls.Box(at - 0.028f, top - 0.115f, at + 0.028f, top - 0.05f).Triangle(new(at - 0.034f, top - 0.114f),
                new(at, top - 0.145f), new(at + 0.034f, top - 0.114f));
            near.Walls.Limb(new(at - 0.022f, top - 0.05f), new(at - 0.026f, top), 0.005f, 0.005f)
                .Limb(new(at + 0.022f, top - 0.05f), new(at + 0.026f, top), 0.005f, 0.005f);
        }
        else
        {
            near.Walls.Box(at - 0.014f, top - dice.Range(0.03f, 0.06f), at + 0.014f, top);
            near.Walls.Limb(new(at + 0.06f, top), new(at + 0.06f, top - 0.11f), 0.004f, 0.002f)
                .Limb(new(at + 0.035f, top - 0.09f), new(at + 0.085f, top - 0.09f), 0.003f, 0.003f);
        }

        for (var i = 0; i < 4; i++)
        {
            if (dice.Chance(0.4f))
            {
                var window = new Vector2(x + width * (0.16f + 0.22f * i), top + 0.055f);
                near.Windows.Box(window.X - 0.012f, window.Y - 0.018f, window.X + 0.012f, window.Y + 0.018f);
                near.Lamps.Add(window);
            }
        }
    }
}
