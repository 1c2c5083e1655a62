using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class EasternBuildings
{
    /// <summary>A pagoda: storeys that shrink upwards under sweeping eaves, a ringed spire on top.</summary>
    public static Building Pagoda(Dice dice, Vector2 foot, float height, float lightSide)
    {
        var pagoda = new Building();
        var storeys = 3 + dice.Index(3);
        var (y, half, storey) = (foot.Y, height * 0.17f, height * 0.76f / storeys);
        pagoda.Walls.Box(foot.X - half * 1.35f, y - height * 0.03f, foot.X + half * 1.35f, y + 0.02f);
        y -= height * 0.03f;
        for (var i = 0; i < storeys; i++)
        {
            var wall = storey * 0.55f;
            pagoda.Wall(foot.X - half, y - wall, foot.X + half, y, lightSide);
            Openings(pagoda, foot.X, y - wall * 0.45f, half, wall, i == 0);
            Eave(pagoda.Roofs, foot.X, y - wall, half * 1.75f, storey * 0.5f, half * 0.85f);
            y -= storey;
            half *= 0.86f;
        }

        pagoda.Roofs.Limb(new(foot.X, y + storey * 0.2f), new(foot.X, y - height * 0.18f), height * 0.014f,
            height * 0.004f);
        for (var i = 0; i < 5; i++)
        {
            pagoda.Roofs.Oval(new(foot.X, y - height * (0.02f + 0.024f * i)), height * (0.017f - 0.002f * i),
                height * 0.006f);
        }

        return pagoda;
    }

    /// <summary>A wide temple hall, two roofs high.</summary>
    public static Building Hall(Vector2 foot, float width, float lightSide)
    {
        var hall = new Building();
        var (half, wall) = (width * 0.36f, width * 0.16f);
        hall.Walls.Box(foot.X - half * 1.3f, foot.Y - width * 0.03f, foot.X + half * 1.3f, foot.Y + 0.02f);
        hall.Wall(foot.X - half, foot.Y - wall - width * 0.03f, foot.X + half, foot.Y, lightSide);
        for (var i = 0; i < 7; i++)
        {
            var x = foot.X + half * (-0.86f + i * 0.287f);
            hall.Windows.Box(x - half * 0.085f, foot.Y - wall * 0.95f, x + half * 0.085f, foot.Y - wall * 0.25f);
        }

        hall.Lamps.Add(foot - new Vector2(0, wall * 0.6f));
        Eave(hall.Roofs, foot.X, foot.Y - wall - width * 0.02f, width * 0.58f, width * 0.15f, half * 0.72f);
        hall.Wall(foot.X - half * 0.6f, foot.Y - wall * 2.0f, foot.X + half * 0.6f, foot.Y - wall, lightSide);
        Eave(hall.Roofs, foot.X, foot.Y - wall * 1.95f, width * 0.38f, width * 0.17f, half * 0.34f);
        return hall;
    }

    /// <summary>A torii: two leaning posts under two beams, the upper one curved.</summary>
    public static Shape Torii(Vector2 foot, float height)
    {
        var gate = new Shape();
        var half = height * 0.40f;
        for (var side = -1; side <= 1; side += 2)
        {
            gate.Limb(foot + new Vector2(side * half * 1.08f, 0.006f),
                foot + new Vector2(side * half * 0.92f, -height * 0.93f), height * 0.085f, height * 0.07f);
            gate.Box(foot.X + side * half * 1.08f - height * 0.06f, foot.Y - height * 0.05f,
                foot.X + side * half * 1.08f + height * 0.06f, foot.Y + 0.006f);
        }

        gate.Box(foot.X - half * 1.22f, foot.Y - height * 0.74f, foot.X + half * 1.22f, foot.Y - height * 0.67f);
        gate.Box(foot.X - height * 0.035f, foot.Y - height * 0.9f, foot.X + height * 0.035f, foot.Y - height * 0.7f);
        for (var side = -1; side <= 1; side += 2)
        {
            var (middle, end) = (foot - new Vector2(0, height * 0.925f),
                foot + new Vector2(side * half * 1.5f, -height * 1.0f));
            gate.Bow(middle, foot + new Vector2(side * half * 0.8f, -height * 0.92f), end, height * 0.11f,
                height * 0.10f);
        }

        return gate;
    }

    /// <summary>A paper lantern on a cord.</summary>
    public static void Lantern(Shape frame, Shape light, Vector2 top, float cord, float size)
    {
        frame.Limb(top, top + new Vector2(0, cord), size * 0.05f, size * 0.05f);
        var centre = top + new Vector2(0, cord + size * 0.55f);
        light.Oval(centre, size * 0.40f, size * 0.48f);
        frame.Box(centre.X - size * 0.2f, centre.Y - size * 0.55f, centre.X + size * 0.2f, centre.Y - size * 0.43f);
        frame.Box(centre.X - size * 0.2f, centre.Y + size * 0.43f, centre.X + size * 0.2f, centre.Y + size * 0.53f);
        frame.Limb(centre + new Vector2(0, size * 0.5f), centre + new Vector2(0, size * 0.85f), size * 0.06f,
            size * 0.02f);
    }

    /// <summary>A roof that sweeps out and turns up at its corners.</summary>
    private static void Eave(Shape roofs, float x, float y, float reach, float rise, float ridge)
    {
        Span<Vector2> outline = stackalloc Vector2[20];
        for (var i = 0; i < 5; i++)
        {
            var t = i / 4f;
            var (out_, up) = (ridge + (reach - ridge) * t, rise * (1 - t) * (1 - t * 0.55f) - rise * 0.16f * t * t * t);
            outline[i] = new(x + out_, y - up);
            outline[19 - i] = new(x - out_, y - up);
        }

        for (var i = 0; i < 10; i++)
        {
            var t = 1 - i / 4.5f;
            outline[5 + i] = new(x + reach * t, y + rise * (0.17f - 0.10f * t * t * t * t));
        }

        roofs.Polygon(outline);
    }

    private static void Openings(Building pagoda, float x, float y, float half, float wall, bool door)
    {
        for (var i = -1; i <= 1; i++)
        {
            var width = half * (i == 0 && door ? 0.22f : 0.17f);
            pagoda.Windows.Box(x + i * half * 0.6f - width, y - wall * 0.26f, x + i * half * 0.6f + width,
                y + wall * (i == 0 && door ? 0.45f : 0.2f));
        }

        pagoda.Lamps.Add(new(x, y));
    }
}
