using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class Houses
{
    /// <summary>Houses that crowd along a ridge around a middle, with a church among them.</summary>
    public static Building Village(Dice dice, Ridge ridge, float middle, float spread, float size, float lightSide,
        bool church)
    {
        var village = new Building();
        if (church)
        {
            var at = middle + dice.Range(-0.2f, 0.2f) * spread;
            Church(village, dice, new(at, ridge.At(at) + size * 0.1f), size * 1.5f, lightSide);
        }

        var count = (int)(spread / size * 1.5f) + 3;
        for (var i = 0; i < count; i++)
        {
            var x = middle + spread * (dice.Unit() + dice.Unit() - 1);
            House(village, dice, new(x, ridge.At(x) + size * dice.Range(0.05f, 0.4f)), size * dice.Range(0.75f, 1.15f),
                lightSide);
        }

        return village;
    }

    /// <summary>One gabled house, seen from its long side or its gable.</summary>
    public static void House(Building into, Dice dice, Vector2 foot, float size, float lightSide)
    {
        var gable = dice.Chance(0.45f);
        var (half, wall, roof) = (size * (gable ? 0.36f : 0.58f), size * dice.Range(0.42f, 0.58f),
            size * dice.Range(0.42f, 0.58f));
        var (left, right, eave) = (foot.X - half, foot.X + half, foot.Y - wall);
        into.Wall(left, eave, right, foot.Y, lightSide);
        if (gable)
        {
            into.Walls.Triangle(new(left, eave + 0.001f), new(foot.X, eave - roof), new(right, eave + 0.001f));
            into.Roofs.Limb(new(left - size * 0.07f, eave + size * 0.07f), new(foot.X, eave - roof), size * 0.075f,
                size * 0.075f);
            into.Roofs.Limb(new(right + size * 0.07f, eave + size * 0.07f), new(foot.X, eave - roof), size * 0.075f,
                size * 0.075f);
            into.Window(new(foot.X, eave - roof * 0.25f), size * 0.10f, size * 0.11f);
        }
        else
        {
            into.Roofs.Polygon(new(left - size * 0.09f, eave + size * 0.03f), new(left + size * 0.14f, eave - roof),
                new(right - size * 0.14f, eave - roof), new(right + size * 0.09f, eave + size * 0.03f));
        }

        var chimney = foot.X + half * 0.5f * dice.Sign();
        into.Roofs.Box(chimney - size * 0.05f, eave - roof * 1.15f, chimney + size * 0.05f, eave - roof * 0.3f);
        var windows = gable ? 2 : 3;
        for (var i = 0; i < windows; i++)
        {
            if (dice.Chance(0.8f))
            {
                var x = left + (right - left) * (i + 0.5f) / windows;
                into.Window(new(x, foot.Y - wall * 0.55f), size * 0.11f, size * 0.15f, lamp: i == 1);
            }
        }
    }

    public static void Church(Building into, Dice dice, Vector2 foot, float size, float lightSide)
    {
        var (half, wall) = (size * 0.14f, size * 0.95f);
        into.Wall(foot.X - size * 0.1f, foot.Y - size * 0.45f, foot.X + size * 0.75f, foot.Y, lightSide);
        into.Roofs.Polygon(new(foot.X - size * 0.1f, foot.Y - size * 0.44f), new(foot.X, foot.Y - size * 0.78f),
            new(foot.X + size * 0.68f, foot.Y - size * 0.78f), new(foot.X + size * 0.8f, foot.Y - size * 0.44f));
        into.Wall(foot.X - half, foot.Y - wall, foot.X + half, foot.Y, lightSide);
        var spire = foot.Y - wall - size * dice.Range(0.65f, 0.95f);
        into.Roofs.Polygon(new(foot.X - half * 1.15f, foot.Y - wall + 0.001f),
            new(foot.X - half * 0.35f, foot.Y - wall - size * 0.2f),
            new(foot.X, spire), new(foot.X + half * 0.35f, foot.Y - wall - size * 0.2f),
            new(foot.X + half * 1.15f, foot.Y - wall + 0.001f));
        into.Roofs.Limb(new(foot.X, spire), new(foot.X, spire - size * 0.12f), size * 0.015f, size * 0.015f);
        into.Roofs.Limb(new(foot.X - size * 0.03f, spire - size * 0.07f),
            new(foot.X + size * 0.03f, spire - size * 0.07f), size * 0.015f, size * 0.015f);
        into.Window(foot - new Vector2(0, wall * 0.78f), size * 0.07f, size * 0.14f, lamp: true);
        for (var i = 0; i < 3; i++)
        {
            into.Window(foot + new Vector2(size * (0.26f + i * 0.17f), -size * 0.22f), size * 0.055f, size * 0.17f);
        }
    }
}
