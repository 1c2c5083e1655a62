using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>Single buildings that make a place known from afar.</summary>
internal static class Landmarks
{
    public static Building Lighthouse(Vector2 foot, float height, float lightSide)
    {
        var tower = new Building();
        Vector2 P(float x, float y) => foot + new Vector2(x, -y) * height;
        tower.Walls.Polygon(P(-0.105f, -0.03f), P(-0.06f, 0.80f), P(0.06f, 0.80f), P(0.105f, -0.03f));
        tower.Lit.Polygon(P(lightSide * 0.03f, -0.03f), P(lightSide * 0.02f, 0.80f), P(lightSide * 0.06f, 0.80f),
            P(lightSide * 0.105f, -0.03f));
        tower.Marks.Polygon(P(-0.093f, 0.2f), P(-0.084f, 0.36f), P(0.084f, 0.36f), P(0.093f, 0.2f));
        tower.Marks.Polygon(P(-0.076f, 0.52f), P(-0.067f, 0.68f), P(0.067f, 0.68f), P(0.076f, 0.52f));
        tower.Roofs.Box(P(-0.085f, 0).X, P(0, 0.825f).Y, P(0.085f, 0).X, P(0, 0.795f).Y);
        tower.Walls.Box(P(-0.042f, 0).X, P(0, 0.92f).Y, P(0.042f, 0).X, P(0, 0.82f).Y);
        tower.Windows.Box(P(-0.034f, 0).X, P(0, 0.91f).Y, P(0.034f, 0).X, P(0, 0.835f).Y);
        tower.Roofs.Polygon(P(-0.055f, 0.915f), P(-0.03f, 0.965f), P(0, 1.0f), P(0.03f, 0.965f), P(0.055f, 0.915f));
        tower.Roofs.Limb(P(0, 0.99f), P(0, 1.05f), height * 0.008f, height * 0.004f);
        tower.Window(P(0, 0.44f), height * 0.018f, height * 0.035f);
        tower.Walls.Box(P(0.06f, 0).X, P(0, 0.13f).Y, P(0.27f, 0).X, P(0, -0.03f).Y);
        tower.Roofs.Polygon(P(0.04f, 0.12f), P(0.09f, 0.20f), P(0.24f, 0.20f), P(0.29f, 0.12f));
        tower.Window(P(0.17f, 0.07f), height * 0.025f, height * 0.03f, lamp: true);
        return tower;
    }

    public static Building Windmill(Dice dice, Vector2 foot, float height, float lightSide)
    {
        var mill = new Building();
        Vector2 P(float x, float y) => foot + new Vector2(x, -y) * height;
        mill.Walls.Polygon(P(-0.17f, -0.03f), P(-0.10f, 0.62f), P(0.10f, 0.62f), P(0.17f, -0.03f));
        mill.Lit.Polygon(P(lightSide * 0.06f, -0.03f), P(lightSide * 0.035f, 0.62f), P(lightSide * 0.10f, 0.62f),
            P(lightSide * 0.17f, -0.03f));
        mill.Roofs.Polygon(P(-0.12f, 0.61f), P(-0.08f, 0.70f), P(0, 0.745f), P(0.08f, 0.70f), P(0.12f, 0.61f));
        mill.Window(P(0, 0.42f), height * 0.035f, height * 0.06f, lamp: true);
        mill.Window(P(0, 0.22f), height * 0.04f, height * 0.06f);
        var (hub, turn) = (P(0, 0.64f), dice.Range(0.3f, 1.2f));
        for (var i = 0; i < 4; i++)
        {
            Sail(mill.Roofs, hub, turn + i * MathF.PI / 2, height * 0.46f);
        }

        mill.Roofs.Oval(hub, height * 0.02f, height * 0.02f);
        return mill;
    }

    private static void Sail(Shape shape, Vector2 hub, float angle, float length)
    {
        var (sin, cos) = MathF.SinCos(angle);
        var (along, across) = (new Vector2(cos, sin), new Vector2(-sin, cos));
        shape.Limb(hub, hub + along * length, length * 0.035f, length * 0.02f);
        shape.Limb(hub + along * (length * 0.2f) + across * (length * 0.19f),
            hub + along * length + across * (length * 0.19f), length * 0.014f, length * 0.014f);
        for (var i = 0; i <= 9; i++)
        {
            var at = hub + along * (length * (0.2f + 0.8f * i / 9));
            shape.Limb(at, at + across * (length * 0.19f), length * 0.014f, length * 0.014f);
        }
    }

    /// <summary>A stone bridge on round arches, from <paramref name="from"/> to one side.</summary>
    /// <remarks><paramref name="length"/>: negative to the left. <paramref name="height"/>: of the deck.</remarks>
    public static Shape Bridge(Vector2 from, float length, float height)
    {
        const int Arches = 7, Steps = 10;
        var (bridge, pitch) = (new Shape(), length / Arches);
        var deck = from.Y - height;
        bridge.Box(MathF.Min(from.X, from.X + length), deck - height * 0.22f, MathF.Max(from.X, from.X + length), deck);
        Span<Vector2> outline = stackalloc Vector2[Steps + 3];
        for (var i = 0; i < 2 * Arches; i++)
        {
            // One half of an arch: the pier and the corner above it.
            var (middle, side) = (from.X + pitch * (i / 2 + 0.5f), i % 2 == 0 ? -1 : 1);
            for (var step = 0; step <= Steps; step++)
            {
                var (sin, cos) = MathF.SinCos(step * MathF.PI / (2 * Steps));
                outline[step] = new(middle + side * pitch * 0.42f * sin, from.Y - height * 0.9f * cos);
            }

            outline[Steps + 1] = new(middle + side * pitch * 0.505f, from.Y + 0.002f);
            outline[Steps + 2] = new(middle + side * pitch * 0.505f, deck - 0.001f);
            bridge.Polygon([.. outline, new(middle, deck - 0.001f)]);
        }

        return bridge;
    }

    /// <summary>Broken columns, some still under their beam, and an arch.</summary>
    public static Building Ruin(Dice dice, Vector2 foot, float width, float lightSide)
    {
        var ruin = new Building();
        var (count, height) = (5 + dice.Index(3), width * dice.Range(0.42f, 0.55f));
        ruin.Walls.Box(foot.X - width * 0.56f, foot.Y - height * 0.07f, foot.X + width * 0.56f, foot.Y + 0.04f);
        var standing = 2 + dice.Index(count - 3);
        for (var i = 0; i < count; i++)
        {
            var x = foot.X + width * (-0.48f + 0.96f * i / (count - 1));
            var rise = i < standing ? height : height * dice.Range(0.2f, 0.85f);
            Column(ruin, dice, new(x, foot.Y - height * 0.06f), rise, width * 0.045f, i < standing, lightSide);
        }

        var end = foot.X + width * (-0.48f + 0.96f * (standing - 1) / (count - 1)) + width * 0.05f;
        var top = foot.Y - height * 1.06f;
        ruin.Wall(foot.X - width * 0.54f, top - height * 0.13f, end, top, lightSide);
        ruin.Walls.Polygon(new(foot.X - width * 0.56f, top - height * 0.12f),
            new(foot.X - width * 0.30f, top - height * 0.34f),
            new(foot.X - width * 0.16f, top - height * 0.22f), new(end - width * 0.08f, top - height * 0.13f));
        ruin.Walls.Polygon(new(foot.X + width * 0.5f, foot.Y), new(foot.X + width * 0.56f, foot.Y - height * 0.14f),
            new(foot.X + width * 0.68f, foot.Y - height * 0.10f), new(foot.X + width * 0.72f, foot.Y + 0.03f));
        return ruin;
    }

    private static void Column(Building ruin, Dice dice, Vector2 foot, float height, float width, bool whole,
        float lightSide)
    {
        ruin.Wall(foot.X - width / 2, foot.Y - height, foot.X + width / 2, foot.Y, lightSide);
        ruin.Walls.Box(foot.X - width * 0.75f, foot.Y - width * 0.4f, foot.X + width * 0.75f, foot.Y);
        for (var i = -1; i <= 1; i++)
        {
            ruin.Marks.Box(foot.X + i * width * 0.27f - width * 0.03f, foot.Y - height * 0.97f,
                foot.X + i * width * 0.27f + width * 0.03f, foot.Y - width * 0.5f);
        }

        if (whole)
        {
            ruin.Walls.Polygon(new(foot.X - width * 0.5f, foot.Y - height + width * 0.5f),
                new(foot.X - width * 0.85f, foot.Y - height),
                new(foot.X + width * 0.85f, foot.Y - height),
                new(foot.X + width * 0.5f, foot.Y - height + width * 0.5f));
        }
        else
        {
            ruin.Walls.Triangle(new(foot.X - width / 2, foot.Y - height + 0.001f),
                new(foot.X + width * dice.Range(-0.4f, 0.4f), foot.Y - height - width * 0.6f),
                new(foot.X + width / 2, foot.Y - height + 0.001f));
        }
    }
}
