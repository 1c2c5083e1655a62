using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>What hangs and stands between the arches of the hall.</summary>
internal static class HallFittings
{
    /// <summary>Tall windows in one aisle wall, and their light on the floor.</summary>
    public static void SideWindows(Stage stage, HallView view, int bay)
    {
        if (bay > 4)
        {
            return;
        }

        var (far, near) = (view.Scale(bay) * 1.10f, view.Scale(bay + 1));
        var side = -stage.LightSide(stage.Aspect / 2);
        var middle = (far + near) / 2;
        var x = view.Eye.X + side * (view.HalfWidth(far) + view.HalfWidth(near) * 0.98f) / 2;
        var halfWidth = (view.HalfWidth(near) - view.HalfWidth(far)) * 0.16f;
        var (top, bottom) = (view.SpringAt(middle) - middle * 0.10f, view.Eye.Y + middle * 0.12f);
        var bright = view.Light * (stage.Brief.IsNight ? 0.55f : 1.0f);
        stage.Canvas.Fill(HallEnd.Lancet(x, top - halfWidth * 0.4f, bottom + halfWidth * 0.3f, halfWidth * 1.3f),
            view.Stone(bay) * 0.5f);
        stage.Canvas.Fill(HallEnd.Lancet(x, top, bottom, halfWidth), (_, y) =>
            bright * (1.1f - 0.5f * (y - top) / (bottom - top)));
        stage.Canvas.Fill(new Shape().Box(x - halfWidth * 0.06f, top, x + halfWidth * 0.06f, bottom),
            view.Stone(bay) * 0.4f);
        var floor = view.FloorAt(middle);
        var landing = view.Eye.X - side * middle * 0.10f;
        var beam = new Shape().Polygon(new(x - halfWidth, top + halfWidth), new(x + halfWidth, top + halfWidth),
            new(landing + middle * 0.10f, floor), new(landing - middle * 0.10f, floor));
        stage.Canvas.Light(beam, (_, y) =>
            bright * (0.055f * (1 - 0.75f * Math.Clamp((y - top) / (floor - top), 0, 1))));
        stage.Canvas.Glow(new(landing, floor), middle * 0.20f, bright * 0.07f, 0.35f);
    }

    /// <summary>Long cloths with a device, on both walls.</summary>
    public static void Banners(Stage stage, HallView view, int bay, Dice dice)
    {
        var scale = view.Scale(bay);
        var cloth = Oklab.ToLinear(stage.Palette.ClothLab with { X = 0.47f - 0.055f * bay });
        var gold = stage.Palette.Glow * (0.42f - 0.05f * bay);
        for (var side = -1; side <= 1; side += 2)
        {
            var x = view.Eye.X + side * (view.HalfWidth(scale) + scale * 0.055f);
            var (half, top, bottom) = (scale * 0.042f, view.SpringAt(scale) + scale * 0.0f,
                view.Eye.Y + scale * dice.Range(0.09f, 0.12f));
            var banner = new Shape().Polygon(new(x - half, top), new(x + half, top), new(x + half, bottom),
                new(x, bottom - half * 0.9f), new(x - half, bottom));
            stage.Canvas.Fill(banner, (px, _) => cloth * (1 + 0.25f * MathF.Sin((px - x) / half * 4)));
            var device = new Shape().Box(x - half * 1.15f, top - half * 0.14f, x + half * 1.15f, top + half * 0.06f)
                .Box(x - half, top + half * 0.5f, x + half, top + half * 0.65f)
                .Oval(new(x, float.Lerp(top, bottom, 0.45f)), half * 0.42f, half * 0.5f);
            stage.Canvas.Fill(device, gold, 0.9f);
        }
    }

    /// <summary>A standing candelabrum on both sides of the way.</summary>
    public static void Candles(Stage stage, HallView view, int bay, Dice dice)
    {
        var scale = view.Scale(bay) * 1.02f;
        var iron = stage.Palette.Shade * 0.55f;
        for (var side = -1; side <= 1; side += 2)
        {
            var foot = new Vector2(view.Eye.X + side * scale * 0.36f, view.FloorAt(scale) - scale * 0.004f);
            var top = foot - new Vector2(0, scale * 0.26f);
            var stand = new Shape().Limb(foot, top, scale * 0.010f, scale * 0.008f)
                .Triangle(foot + new Vector2(-scale * 0.035f, 0.002f), foot - new Vector2(0, scale * 0.035f),
                foot + new Vector2(scale * 0.035f, 0.002f))
                .Bow(top + new Vector2(-scale * 0.05f, -scale * 0.015f), top + new Vector2(0, scale * 0.045f),
                top + new Vector2(scale * 0.05f, -scale * 0.015f), scale * 0.007f, scale * 0.007f);
            stage.Canvas.Fill(stand, iron);
            for (var i = -1; i <= 1; i++)
            {
                Flame(stage, top + new Vector2(i * scale * 0.05f, -scale * (i == 0 ? 0.0f : 0.018f)),
                    scale * dice.Range(0.9f, 1.1f));
            }

            stage.Canvas.Glow(top - new Vector2(0, scale * 0.05f), scale * 0.30f, stage.Lamp(0.10f));
            stage.Canvas.Glow(foot + new Vector2(0, scale * 0.012f), scale * 0.20f, stage.Lamp(0.10f), 0.3f);
        }
    }

    /// <summary>A ring of candles on chains.</summary>
    public static void Chandelier(Stage stage, HallView view, int bay)
    {
        var scale = view.Scale(bay);
        var centre = new Vector2(view.Eye.X, view.SpringAt(scale) - scale * 0.06f);
        var (rx, ry) = (scale * 0.15f, scale * 0.028f);
        var iron = new Shape();
        var hook = new Vector2(centre.X, MathF.Max(-0.05f, view.ApexAt(scale)));
        iron.Limb(hook, centre - new Vector2(0, scale * 0.13f), scale * 0.006f, scale * 0.006f);
        for (var i = 0; i < 24; i++)
        {
            var (a, b) = (Around(i), Around(i + 1));
            iron.Limb(a, b, scale * 0.010f, scale * 0.010f);
            if (i % 6 == 0)
            {
                iron.Limb(a, centre - new Vector2(0, scale * 0.13f), scale * 0.004f, scale * 0.004f);
            }
        }

        stage.Canvas.Fill(iron, stage.Palette.Shade * 0.55f);
        for (var i = 0; i < 12; i++)
        {
            Flame(stage, Around(i * 2 + 1), scale * 0.8f);
        }

        stage.Canvas.Glow(centre, scale * 0.5f, stage.Lamp(0.17f), 0.8f);

        Vector2 Around(int step)
        {
            var (sin, cos) = MathF.SinCos(step * MathF.Tau / 24);
            return centre + new Vector2(cos * rx, sin * ry);
        }
    }

    /// <summary><paramref name="scale"/>: 1 for a candle 3 % of the picture high.</summary>
    public static void Flame(Stage stage, Vector2 foot, float scale)
    {
        var wick = foot - new Vector2(0, scale * 0.032f);
        stage.Canvas.Fill(new Shape().Box(foot.X - scale * 0.0055f, wick.Y, foot.X + scale * 0.0055f, foot.Y),
            stage.Lamp(0.55f));
        var tip = wick - new Vector2(0, scale * 0.027f);
        var flame = new Shape().Bow(wick - new Vector2(0, scale * 0.008f), wick - new Vector2(0, scale * 0.016f), tip,
            scale * 0.0105f, scale * 0.0008f, 8)
            .Oval(wick - new Vector2(0, scale * 0.007f), scale * 0.0054f, scale * 0.0068f);
        stage.Canvas.Glow(wick - new Vector2(0, scale * 0.012f), scale * 0.07f, stage.Lamp(0.35f));
        stage.Canvas.Fill(flame, stage.Lamp(2.6f) + new Vector3(0.35f));
    }
}
