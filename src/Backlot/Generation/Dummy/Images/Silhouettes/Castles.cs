using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>Castles: a curtain wall, slender towers that rise towards a keep, cone roofs, flags and lit
/// windows.</summary>
internal static class Castles
{
    /// <summary>The castle in three layers, the farthest first.</summary>
    public static Building[] Castle(Dice dice, Vector2 foot, float width, float lightSide)
    {
        var (back, castle, front) = (new Building(), new Building(), new Building());
        var half = width / 2;
        var keepAt = dice.Range(-0.18f, 0.18f);
        for (var i = 0; i < 4; i++)
        {
            var at = -0.5f + (i + 0.5f) * 0.27f + dice.Range(-0.05f, 0.05f);
            var rise = width * (0.78f - MathF.Abs(at - keepAt) * 0.75f) * dice.Range(0.85f, 1.15f);
            Tower(back, dice, foot + new Vector2(at * width, 0), width * dice.Range(0.045f, 0.065f), rise, true,
                lightSide);
        }

        Keep(castle, dice, foot + new Vector2(keepAt * width, 0), width, lightSide);
        Battlement(front, foot.X - half, foot.X + half, foot.Y - width * 0.16f, foot.Y + 0.03f, width * 0.022f,
            lightSide);
        for (var i = 0; i < 4; i++)
        {
            var at = -0.5f + i / 3f;
            var rise = width * dice.Range(0.24f, 0.34f);
            Tower(front, dice, foot + new Vector2(at * width, 0.02f), width * dice.Range(0.075f, 0.095f), rise,
                dice.Chance(0.65f), lightSide);
        }

        Gate(front, foot + new Vector2(dice.Range(-0.08f, 0.08f) * width, 0), width * 0.075f);
        return [back, castle, front];
    }

    private static void Keep(Building castle, Dice dice, Vector2 foot, float width, float lightSide)
    {
        var (half, rise) = (width * dice.Range(0.10f, 0.13f), width * dice.Range(0.42f, 0.5f));
        Battlement(castle, foot.X - half, foot.X + half, foot.Y - rise, foot.Y, width * 0.02f, lightSide);
        var roof = width * dice.Range(0.14f, 0.24f);
        castle.Roofs.Polygon(new(foot.X - half * 0.85f, foot.Y - rise + 0.001f),
            new(foot.X - half * 0.25f, foot.Y - rise - roof),
            new(foot.X + half * 0.25f, foot.Y - rise - roof), new(foot.X + half * 0.85f, foot.Y - rise + 0.001f));
        castle.Flag(foot - new Vector2(0, rise + roof), width * 0.11f, -lightSide);
        for (var row = 0; row < 3; row++)
        {
            for (var column = -1; column <= 1; column++)
            {
                if (dice.Chance(0.65f))
                {
                    castle.Window(foot + new Vector2(column * half * 0.55f, -rise * (0.9f - row * 0.17f)),
                        width * 0.013f, width * 0.028f, row == 1);
                }
            }
        }
    }

    private static void Tower(Building castle, Dice dice, Vector2 foot, float width, float rise, bool cone,
        float lightSide)
    {
        var (half, top) = (width / 2, foot.Y - rise);
        castle.Wall(foot.X - half, top, foot.X + half, foot.Y, lightSide);
        // The head is wider than the shaft and stands on a tapered collar.
        var head = half * 1.28f;
        castle.Walls.Polygon(new(foot.X - half, top + width * 0.75f), new(foot.X - head, top + width * 0.4f),
            new(foot.X + head, top + width * 0.4f),
            new(foot.X + half, top + width * 0.75f));
        Battlement(castle, foot.X - head, foot.X + head, top, top + width * 0.42f, width * 0.2f, lightSide);
        if (cone)
        {
            var peak = width * dice.Range(1.7f, 2.6f);
            castle.Roofs.Polygon(new(foot.X - head * 1.12f, top + width * 0.02f),
                new(foot.X - head * 0.42f, top - peak * 0.5f),
                new(foot.X, top - peak), new(foot.X + head * 0.42f, top - peak * 0.5f),
                new(foot.X + head * 1.12f, top + width * 0.02f));
            if (dice.Chance(0.5f))
            {
                castle.Flag(new(foot.X, top - peak + 0.002f), width * 0.8f, -lightSide);
            }
        }

        for (var y = top + width * 0.95f; y < foot.Y - width; y += width * dice.Range(1.1f, 1.9f))
        {
            if (dice.Chance(0.6f))
            {
                castle.Window(new(foot.X + half * dice.Range(-0.3f, 0.3f), y), width * 0.14f, width * 0.3f,
                    dice.Chance(0.4f));
            }
        }
    }

    private static void Battlement(Building castle, float left, float right, float top, float bottom, float tooth,
        float lightSide)
    {
        castle.Wall(left, top, right, bottom, lightSide);
        var teeth = Math.Max(2, (int)((right - left) / (tooth * 2)));
        var pitch = (right - left) / (teeth - 0.5f);
        for (var i = 0; i < teeth; i++)
        {
            castle.Walls.Box(left + i * pitch, top - tooth * 0.9f, left + (i + 0.5f) * pitch, top + 0.001f);
        }
    }

    private static void Gate(Building castle, Vector2 foot, float width)
    {
        castle.Walls.Box(foot.X - width, foot.Y - width * 2.5f, foot.X + width, foot.Y + 0.02f);
        castle.Marks.Box(foot.X - width * 0.5f, foot.Y - width, foot.X + width * 0.5f, foot.Y + 0.02f);
        castle.Marks.Oval(foot - new Vector2(0, width), width * 0.5f, width * 0.65f);
        castle.Window(foot - new Vector2(width * 0.45f, width * 2), width * 0.14f, width * 0.28f);
        castle.Window(foot - new Vector2(-width * 0.45f, width * 2), width * 0.14f, width * 0.28f, lamp: true);
    }
}
