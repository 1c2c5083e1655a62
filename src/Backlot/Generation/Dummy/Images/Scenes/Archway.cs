using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>A dark stone arch around the view, with ivy and a lantern: the picture is seen from a terrace.</summary>
internal static class Archway
{
    public static void Draw(Stage stage, Dice dice)
    {
        var (middle, half) = (stage.Aspect / 2, stage.Aspect * dice.Range(0.40f, 0.44f));
        var (spring, rise) = (dice.Range(0.34f, 0.44f), dice.Range(0.26f, 0.32f));
        var dark = stage.Palette.Depth(1) * 0.72f;
        var edge = Vector3.Lerp(dark, stage.Palette.Haze, 0.30f);
        var stone = dice.Noise();
        stage.Canvas.Fill(Surround(stage, middle, half, spring, rise), edge);
        stage.Canvas.Fill(Surround(stage, middle, half + 0.012f, spring, rise + 0.012f), (x, y) =>
        {
            var course = (int)MathF.Floor(y * 17);
            var joint = MathF.Abs(y * 17 - course - 0.5f) > 0.47f
                || MathF.Abs((x * 9 + course * 0.5f) % 1 - 0.5f) > 0.475f ? 0.75f : 1;
            return dark * (joint * (1 + 0.35f * stone.Fractal(x * 12, y * 12, 3)));
        });
        Parapet(stage, dark, edge);
        Ivy(stage, dice, middle, half, spring, rise, dark);
        if (stage.Brief.IsDark)
        {
            Lantern(stage, new(middle + half * 0.72f * dice.Sign(), spring - rise * 0.62f), dark);
        }
    }

    private static Shape Surround(Stage stage, float middle, float half, float spring, float rise)
    {
        var shape = new Shape();
        Span<Vector2> outline = stackalloc Vector2[21];
        for (var side = -1; side <= 1; side += 2)
        {
            for (var i = 0; i <= 16; i++)
            {
                outline[i] = Point(middle, half, spring, rise, i / 16f, side);
            }

            outline[17] = new(middle + side * half, 1.1f);
            outline[18] = new(side < 0 ? -0.1f : stage.Aspect + 0.1f, 1.1f);
            outline[19] = new(side < 0 ? -0.1f : stage.Aspect + 0.1f, -0.1f);
            outline[20] = new(middle, -0.1f);
            shape.Polygon(outline);
        }

        return shape;
    }

    private static Vector2 Point(float middle, float half, float spring, float rise, float t, int side)
    {
        var (sin, cos) = MathF.SinCos(t * MathF.PI / 2);
        return new(middle + side * half * MathF.Pow(sin, 0.92f), spring - rise * (0.85f * cos + 0.15f * (1 - t)));
    }

    private static void Parapet(Stage stage, Vector3 dark, Vector3 edge)
    {
        var wall = new Shape().Box(-0.1f, 0.915f, stage.Aspect + 0.1f, 1.1f);
        stage.Canvas.Fill(wall, dark);
        stage.Canvas.Fill(new Shape().Box(-0.1f, 0.905f, stage.Aspect + 0.1f, 0.918f), edge);
    }

    private static void Ivy(Stage stage, Dice dice, float middle, float half, float spring, float rise, Vector3 dark)
    {
        var leaves = new Shape();
        var side = dice.Chance(0.5f) ? -1 : 1;
        for (var i = 0; i < 26; i++)
        {
            var from = Point(middle, half, spring, rise, dice.Range(0.15f, 1), dice.Chance(0.75f) ? side : -side);
            var length = dice.Range(0.02f, 0.16f) * dice.Unit() + 0.015f;
            for (var down = 0f; down < length; down += 0.008f)
            {
                var at = from + new Vector2(dice.Range(-0.012f, 0.012f), down - 0.012f);
                leaves.Leaf(at, dice.Range(0.012f, 0.020f), dice.Range(0.008f, 0.012f), dice.Range(0.6f, 2.5f));
            }
        }

        stage.Canvas.Fill(leaves, Vector3.Lerp(dark, Greenery.Of(stage, 0.95f), 0.35f) * 0.85f);
    }

    private static void Lantern(Stage stage, Vector2 hook, Vector3 dark)
    {
        var lamp = hook + new Vector2(0, 0.15f);
        stage.Canvas.Glow(lamp, 0.30f, stage.Lamp(0.20f));
        stage.Canvas.Fill(new Shape().Box(lamp.X - 0.016f, lamp.Y - 0.026f, lamp.X + 0.016f, lamp.Y + 0.026f),
            stage.Lamp(1.5f));
        var iron = new Shape().Limb(hook, lamp - new Vector2(0, 0.045f), 0.003f, 0.003f)
            .Triangle(lamp + new Vector2(-0.025f, -0.026f), lamp - new Vector2(0, 0.05f),
            lamp + new Vector2(0.025f, -0.026f))
            .Box(lamp.X - 0.021f, lamp.Y + 0.025f, lamp.X + 0.021f, lamp.Y + 0.032f);
        for (var i = -1; i <= 1; i++)
        {
            iron.Box(lamp.X + i * 0.016f - 0.0014f, lamp.Y - 0.027f, lamp.X + i * 0.016f + 0.0014f, lamp.Y + 0.027f);
        }

        stage.Canvas.Fill(iron, dark * 0.8f);
        stage.Canvas.Glow(lamp, 0.045f, stage.Lamp(0.8f));
    }
}
