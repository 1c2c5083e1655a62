using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>A table before the window with a steaming cup, books, a plant, a candle; the cat has the sill.</summary>
internal static class Tabletop
{
    public static void Draw(Stage stage, Dice dice, RoomWindow window, RoomLamps lamps)
    {
        var top = dice.Range(0.845f, 0.875f);
        if (stage.Brief.Shows(Subjects.Cat) || dice.Chance(0.3f))
        {
            var x = window.Left + (window.Right - window.Left) * dice.Range(0.62f, 0.85f);
            var fur = Oklab.ToLinear(Oklab.Lch(0.20f, 0.025f, 50));
            stage.Canvas.Fill(Creatures.Cat(new(x, window.Bottom - 0.004f), dice.Range(0.17f, 0.20f), dice.Sign()),
                (px, y) => lamps.Shine(fur * 1.6f, new(px, y)));
        }

        Plant(stage, dice, lamps, new(window.Left + dice.Range(0.02f, 0.10f), window.Bottom), 0.20f);
        Wood(stage, dice, lamps, top);
        var cupX = stage.Across(dice.Range(0.56f, 0.70f));
        Cup(stage, dice, lamps, new(cupX, top + 0.055f), 0.062f);
        Books(stage, dice, lamps, new(stage.Across(dice.Range(0.24f, 0.36f)), top + 0.04f));
        if (stage.Brief.IsDark || stage.Brief.Shows(Lamps.Candles))
        {
            var candle = new Vector2(stage.Across(dice.Range(0.44f, 0.50f)), top + 0.05f);
            HallFittings.Flame(stage, candle, 2.1f);
            stage.Canvas.Glow(candle - new Vector2(0, 0.07f), 0.22f, stage.Lamp(0.14f));
        }
    }

    private static void Wood(Stage stage, Dice dice, RoomLamps lamps, float top)
    {
        var grain = dice.Noise();
        var wood = Oklab.ToLinear(Oklab.Lch(0.46f, 0.065f, 55));
        stage.Canvas.Fill(new Shape().Box(-0.1f, top, stage.Aspect + 0.1f, 1.1f), (x, y) =>
        {
            var near = (y - top) / (1 - top);
            var figure = grain.Fractal(x * 1.4f + y * 2, y * 60 / (0.6f + near), 4) * 0.28f;
            var mirror = MathF.Exp(-near * 2.5f) * 0.5f;
            return lamps.Shine(wood * (0.62f + figure), new(x, y - 0.15f)) + stage.Palette.Haze * (mirror * 0.16f);
        });
        stage.Canvas.Fill(new Shape().Box(-0.1f, top - 0.003f, stage.Aspect + 0.1f, top + 0.002f), (x, y) =>
            lamps.Shine(wood * 2.2f, new(x, y - 0.15f)));
    }

    private static void Cup(Stage stage, Dice dice, RoomLamps lamps, Vector2 foot, float size)
    {
        var glaze = Oklab.ToLinear(stage.Palette.IsTinted ? stage.Palette.LightLab with { X = 0.78f }
            : Oklab.Lch(0.80f, 0.04f, dice.Range(0, 360)));
        Vector2 P(float x, float y) => foot + new Vector2(x, -y) * size;
        stage.Canvas.Fill(new Shape().Oval(P(0.02f, 0.02f), size * 1.15f, size * 0.24f), stage.Palette.Shade * 0.4f,
            0.55f);
        stage.Canvas.Fill(new Shape().Oval(P(0, 0.08f), size * 1.02f, size * 0.21f), (x, y) =>
            lamps.Shine(glaze * (0.85f - (y - foot.Y) * 6), new(x, y - 0.2f)));
        var body = new Shape().Polygon(P(-0.58f, 1.0f), P(-0.55f, 0.55f), P(-0.40f, 0.22f), P(-0.2f, 0.10f),
            P(0.2f, 0.10f), P(0.40f, 0.22f), P(0.55f, 0.55f), P(0.58f, 1.0f))
            .Bow(P(0.52f, 0.82f), P(1.05f, 0.80f), P(0.45f, 0.35f), size * 0.12f, size * 0.10f);
        stage.Canvas.Fill(body, (x, y) =>
        {
            var round = Math.Clamp((x - foot.X) / (size * 0.58f), -1, 1);
            return lamps.Shine(glaze * (0.95f - 0.42f * round * round - 0.15f * round), new(x, y - 0.2f));
        });
        stage.Canvas.Fill(new Shape().Oval(P(0, 1.0f), size * 0.58f, size * 0.13f), (x, y) =>
            lamps.Shine(glaze * 1.1f, new(x, y - 0.2f)));
        stage.Canvas.Fill(new Shape().Oval(P(0, 0.985f), size * 0.51f, size * 0.10f),
            Oklab.ToLinear(Oklab.Lch(0.26f, 0.05f, 55)));
        Steam(stage, dice, P(0, 1.05f), size);
    }

    private static void Steam(Stage stage, Dice dice, Vector2 from, float size)
    {
        var noise = dice.Noise();
        Veil.Cover(stage.Canvas, MathF.Max(0, from.Y - size * 3.6f), from.Y, 2, (x, y) =>
        {
            var up = (from.Y - y) / (size * 3.6f);
            var sway = noise.Fractal(up * 2.2f, 2) * size * 0.9f * up;
            var thread = 0f;
            for (var i = -1; i <= 1; i += 2)
            {
                var off = (x - from.X - sway - i * size * (0.16f + 0.10f * MathF.Sin(up * 9 + i)))
                    / (size * (0.10f + 0.22f * up));
                thread += MathF.Exp(-off * off);
            }

            var fade = MathF.Min(1, up * 8) * (1 - up) * (1 - up);
            return new(Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.5f), Math.Clamp(thread * fade * 0.42f, 0, 1));
        });
    }

    private static void Books(Stage stage, Dice dice, RoomLamps lamps, Vector2 foot)
    {
        var y = foot.Y;
        stage.Canvas.Fill(new Shape().Oval(foot, 0.15f, 0.016f), stage.Palette.Shade * 0.4f, 0.5f);
        var count = 2 + dice.Index(3);
        for (var i = 0; i < count; i++)
        {
            var (half, height, shift) = (dice.Range(0.095f, 0.135f), dice.Range(0.020f, 0.032f),
                dice.Range(-0.018f, 0.018f));
            var cover = Oklab.ToLinear(Oklab.Lch(dice.Range(0.36f, 0.55f), 0.085f,
                dice.Pick(25f, 60f, 150f, 250f, 300f)));
            var (left, right, bottom) = (foot.X + shift - half, foot.X + shift + half, y);
            stage.Canvas.Fill(new Shape().Box(left, y - height, right, y), (px, py) =>
                lamps.Shine(cover * (py < bottom - height * 0.84f || py > bottom - height * 0.16f ? 1.15f : 0.85f),
                    new(px, py - 0.2f)));
            stage.Canvas.Fill(new Shape().Box(left + 0.02f, y - height * 0.80f, left + 0.026f, y - height * 0.2f),
                lamps.Shine(new(0.6f, 0.48f, 0.2f), new(left, y - 0.2f)));
            y -= height + 0.0008f;
        }
    }

    private static void Plant(Stage stage, Dice dice, RoomLamps lamps, Vector2 foot, float height)
    {
        var leafColour = Oklab.ToLinear(Oklab.Lch(0.45f, 0.08f, 140));
        var pot = Oklab.ToLinear(Oklab.Lch(0.50f, 0.08f, 45));
        var leaves = new Shape();
        var root = foot - new Vector2(0, height * 0.28f);
        for (var i = 0; i < 15; i++)
        {
            var angle = dice.Range(-1.25f, 1.25f);
            var (sin, cos) = MathF.SinCos(angle);
            var tip = root + new Vector2(sin, -cos) * (height * dice.Range(0.4f, 0.8f));
            leaves.Bow(root, root + new Vector2(sin * 0.2f, -0.5f) * height, tip, 0.003f, 0.002f, 6);
            leaves.Leaf(tip, height * 0.26f, height * 0.11f, angle - MathF.PI / 2 + dice.Range(-0.5f, 0.5f));
        }

        stage.Canvas.Fill(leaves, (x, y) => lamps.Shine(leafColour * (1.2f - (foot.Y - y) * 0.5f), new(x, y)));
        stage.Canvas.Fill(new Shape().Polygon(foot + new Vector2(-height * 0.19f, -height * 0.30f),
            foot + new Vector2(height * 0.19f, -height * 0.30f),
            foot + new Vector2(height * 0.13f, 0), foot + new Vector2(-height * 0.13f, 0)), (x, y) =>
            lamps.Shine(pot, new(x, y)));
    }
}
