using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class Conifers
{
    /// <summary>One fir: tiers of drooping branches that widen downwards.</summary>
    public static void Fir(Shape shape, Dice dice, Vector2 foot, float height)
    {
        var tiers = Math.Clamp((int)(height * 90), 7, 22);
        var half = height * dice.Range(0.15f, 0.21f);
        Span<Vector2> outline = stackalloc Vector2[tiers * 4 + 2];
        var n = 0;
        outline[n++] = new(foot.X, foot.Y - height);
        for (var i = 0; i < tiers; i++)
        {
            n = Tier(outline, n, i, -1);
        }

        for (var i = tiers - 1; i >= 0; i--)
        {
            var (tip, notch) = TierPoints(i, 1);
            outline[n++] = notch;
            outline[n++] = tip;
        }

        shape.Polygon(outline[..n]);
        shape.Limb(foot with { Y = foot.Y - height * 0.12f }, foot with { Y = foot.Y + 0.006f }, height * 0.022f,
            height * 0.034f);

        int Tier(Span<Vector2> into, int at, int i, float side)
        {
            var (tip, notch) = TierPoints(i, side);
            into[at] = tip;
            into[at + 1] = notch;
            return at + 2;
        }

        (Vector2 Tip, Vector2 Notch) TierPoints(int i, float side)
        {
            var t = (i + 1f) / tiers;
            var width = half * MathF.Pow(t, 0.85f) * dice.Range(0.72f, 1.12f);
            var y = foot.Y - height + height * 0.93f * t;
            return (new(foot.X + side * width, y + height * dice.Range(0.0f, 0.025f)),
                new(foot.X + side * width * dice.Range(0.30f, 0.48f), y - height * 0.006f));
        }
    }

    /// <summary>Firs along a ridge, in groups with gaps.</summary>
    public static Shape Line(Dice dice, Ridge ridge, float aspect, float height, float density, Shape? into = null)
    {
        var (shape, groups) = (into ?? new Shape(), dice.Noise());
        for (var x = -height; x < aspect + height; x += height * dice.Range(0.10f, 0.34f))
        {
            var crowd = groups.Fractal(x * 2.6f, 2) + density;
            if (crowd > 0.35f)
            {
                var size = height * dice.Range(0.5f, 1.05f) * MathF.Min(1, 0.55f + crowd * 0.5f);
                Fir(shape, dice, new(x, ridge.At(x) + size * 0.05f), size);
            }
        }

        return shape;
    }
}
