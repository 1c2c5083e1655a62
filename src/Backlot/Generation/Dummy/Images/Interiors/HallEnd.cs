using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>The far wall: three tall windows with tracery, steps and a throne before them.</summary>
internal static class HallEnd
{
    public static void Draw(Stage stage, HallView view, Dice dice)
    {
        var scale = view.Scale(0);
        var (half, floor) = (view.HalfWidth(scale), view.FloorAt(scale));
        var wall = view.Stone(0);
        stage.Canvas.Fill(new Shape().Box(view.Eye.X - half * 1.1f, view.ApexAt(scale) - 0.1f, view.Eye.X + half * 1.1f,
            floor), wall);
        var night = stage.Brief.IsNight;
        var glass = view.Light * (night ? 0.75f : 1.35f);
        var panes = dice.Noise();
        var rose = dice.Chance(0.4f);
        var count = rose ? 5 : dice.Pick(1, 3, 3);
        for (var n = 0; n < count; n++)
        {
            var i = n - count / 2;
            var x = view.Eye.X + i * half * (count == 5 ? 0.36f : 0.60f);
            var top = rose ? view.SpringAt(scale) + half * 0.12f : i == 0 ? view.ApexAt(scale) + half * 0.36f
                : view.SpringAt(scale) - half * 0.18f;
            var bottom = floor - half * 0.62f;
            var width = half * (count == 1 ? 0.55f : count == 5 ? 0.14f : 0.24f);
            stage.Canvas.Fill(Lancet(x, top, bottom, width * 1.18f), wall * 0.6f);
            stage.Canvas.Fill(Lancet(x, top, bottom, width), (px, py) =>
            {
                var pane = panes.Cell((int)(px / (width * 0.5f)), (int)(py / (width * 0.55f)));
                return glass * (0.72f + 0.45f * pane) + stage.Lamp(0.10f) * (pane > 0.7f ? 1 : 0);
            });
            Tracery(stage, x, top, bottom, width, wall * 0.5f);
            stage.Canvas.Glow(new(x, (top + bottom) / 2), half * 1.3f, view.Light * (night ? 0.08f : 0.14f), 1.3f);
        }

        if (rose)
        {
            Rose(stage, new(view.Eye.X, (view.SpringAt(scale) + view.ApexAt(scale)) / 2 + half * 0.06f), half * 0.40f,
                glass, wall * 0.5f);
        }

        Dais(stage, view, half, floor, wall);
    }

    /// <summary>A round window with petals of coloured glass.</summary>
    private static void Rose(Stage stage, Vector2 centre, float radius, Vector3 glass, Vector3 lead)
    {
        var tint = Colours.Oklab.ToLinear(stage.Palette.ClothLab with { X = 0.62f });
        stage.Canvas.Glow(centre, radius * 2.6f, glass * 0.10f);
        stage.Canvas.Fill(new Shape().Oval(centre, radius * 1.1f, radius * 1.1f), lead);
        stage.Canvas.Fill(new Shape().Oval(centre, radius, radius), (x, y) =>
        {
            var (away, angle) = (Vector2.Distance(new(x, y), centre) / radius, MathF.Atan2(y - centre.Y, x - centre.X));
            var petal = MathF.Abs(MathF.Sin(angle * 6));
            var bars = MathF.Min(petal * away * 5, MathF.Min(MathF.Abs(away - 0.32f), MathF.Abs(away - 0.78f)) * 22);
            var pane = away < 0.32f || (petal > 0.75f && away > 0.5f) ? Vector3.Lerp(glass, tint * 1.4f, 0.55f) : glass;
            return Vector3.Lerp(lead, pane, Math.Clamp(bars - 0.3f, 0, 1));
        });
    }

    /// <summary>A window with a pointed top.</summary>
    public static Shape Lancet(float x, float top, float bottom, float halfWidth)
    {
        var arch = halfWidth * 1.7f;
        Span<Vector2> outline = stackalloc Vector2[20];
        for (var i = 0; i < 9; i++)
        {
            var t = i / 8f;
            var rise = top + arch * (1 - MathF.Sqrt(MathF.Max(0, 1 - t * t)) * 0.75f - (1 - t) * 0.25f);
            outline[9 + i] = new(x + halfWidth * t, rise);
            outline[8 - i] = new(x - halfWidth * t, rise);
        }

        outline[18] = new(x + halfWidth, bottom);
        outline[19] = new(x - halfWidth, bottom);
        return new Shape().Polygon(outline);
    }

    private static void Tracery(Stage stage, float x, float top, float bottom, float width, Vector3 lead)
    {
        var bars = new Shape().Box(x - width * 0.05f, top, x + width * 0.05f, bottom);
        for (var y = top + width * 2; y < bottom; y += width * 0.8f)
        {
            bars.Box(x - width, y - width * 0.025f, x + width, y + width * 0.025f);
        }

        stage.Canvas.Fill(bars, lead, 0.9f);
    }

    private static void Dais(Stage stage, HallView view, float half, float floor, Vector3 wall)
    {
        for (var i = 0; i < 3; i++)
        {
            var (width, y) = (half * (0.75f - 0.13f * i), floor - half * 0.07f * i);
            stage.Canvas.Fill(new Shape().Box(view.Eye.X - width, y - half * 0.07f, view.Eye.X + width, y + 0.001f),
                wall * (0.62f - 0.09f * i));
            stage.Canvas.Fill(new Shape().Box(view.Eye.X - width, y - half * 0.07f, view.Eye.X + width,
                y - half * 0.055f), Vector3.Lerp(wall, view.Light, 0.35f));
        }

        if (!stage.Brief.Shows(Places.Library))
        {
            var (x, y) = (view.Eye.X, floor - half * 0.21f);
            var dark = stage.Palette.Shade * 0.9f;
            stage.Canvas.Fill(Lancet(x, y - half * 0.62f, y, half * 0.12f)
                .Box(x - half * 0.15f, y - half * 0.24f, x + half * 0.15f, y), dark);
        }
    }
}
