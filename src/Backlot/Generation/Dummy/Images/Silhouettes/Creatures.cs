using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>Living things, small and in outline.</summary>
internal static class Creatures
{
    public static Shape Birds(Dice dice, Vector2 centre, int count, float span)
    {
        var shape = new Shape();
        var heading = dice.Sign();
        for (var i = 0; i < count; i++)
        {
            // A loose skein: one behind the other, a few strays.
            var behind = i * 0.6f + dice.Range(-0.35f, 0.35f);
            var flank = (i % 2 == 0 ? 1 : -1) * behind * span * 0.45f;
            var at = centre + new Vector2(-heading * behind * span * 1.6f, flank + dice.Range(-span, span) * 0.8f);
            Bird(shape, at, span * dice.Range(0.7f, 1.15f), dice.Range(-0.1f, 0.5f), dice.Range(-0.25f, 0.25f));
        }

        return shape;
    }

    private static void Bird(Shape shape, Vector2 at, float span, float lift, float roll)
    {
        for (var side = -1; side <= 1; side += 2)
        {
            var elbow = at + new Vector2(side * 0.27f, -0.10f - lift * 0.32f + side * roll * 0.2f) * span;
            var tip = at + new Vector2(side * span * 0.58f, -span * lift * 0.10f + side * roll * span * 0.5f);
            shape.Polygon(at + new Vector2(0, -span * 0.035f), elbow + new Vector2(0, -span * 0.03f), tip,
                elbow + new Vector2(0, span * 0.045f), at + new Vector2(0, span * 0.05f));
        }

        shape.Leaf(at, span * 0.30f, span * 0.09f, roll);
    }

    /// <summary>Someone in a long coat, seen from behind.</summary>
    public static Shape Person(Vector2 foot, float height, bool withStaff)
    {
        var shape = new Shape();
        Vector2 P(float x, float y) => foot + new Vector2(x, -y) * height;
        shape.Oval(P(0, 0.92f), height * 0.065f, height * 0.08f);
        shape.Polygon(P(-0.035f, 0.87f), P(-0.13f, 0.79f), P(-0.15f, 0.55f), P(-0.17f, 0.20f), P(-0.10f, 0.17f),
            P(-0.02f, 0.19f),
            P(0.08f, 0.16f), P(0.16f, 0.19f), P(0.13f, 0.55f), P(0.12f, 0.79f), P(0.035f, 0.87f));
        shape.Limb(P(-0.055f, 0.22f), P(-0.065f, -0.01f), height * 0.07f, height * 0.055f);
        shape.Limb(P(0.055f, 0.22f), P(0.07f, -0.01f), height * 0.07f, height * 0.055f);
        if (withStaff)
        {
            shape.Limb(P(0.13f, 0.72f), P(0.22f, 0.50f), height * 0.05f, height * 0.04f);
            shape.Limb(P(0.23f, 0.98f), P(0.225f, -0.01f), height * 0.02f, height * 0.02f);
        }

        return shape;
    }

    /// <summary>A stag that stands and looks up.</summary>
    /// <remarks><paramref name="facing"/>: 1 to the right, −1 to the left.</remarks>
    public static Shape Deer(Vector2 foot, float height, float facing)
    {
        var shape = new Shape();
        Vector2 P(float x, float y) => foot + new Vector2(x * facing, -y) * height;
        shape.Polygon(P(-0.30f, 0.50f), P(-0.27f, 0.57f), P(-0.10f, 0.56f), P(0.10f, 0.58f), P(0.18f, 0.66f),
            P(0.24f, 0.78f),
            P(0.30f, 0.79f), P(0.40f, 0.73f), P(0.41f, 0.69f), P(0.31f, 0.68f), P(0.28f, 0.56f), P(0.22f, 0.42f),
            P(0.05f, 0.36f),
            P(-0.16f, 0.38f), P(-0.28f, 0.40f));
        shape.Limb(P(-0.25f, 0.46f), P(-0.29f, 0.24f), height * 0.09f, height * 0.04f)
            .Limb(P(-0.29f, 0.24f), P(-0.26f, 0), height * 0.04f, height * 0.025f);
        shape.Limb(P(-0.20f, 0.42f), P(-0.21f, 0.22f), height * 0.07f, height * 0.035f)
            .Limb(P(-0.21f, 0.22f), P(-0.19f, 0), height * 0.035f, height * 0.025f);
        shape.Limb(P(0.15f, 0.42f), P(0.14f, 0), height * 0.055f, height * 0.025f)
            .Limb(P(0.20f, 0.44f), P(0.22f, 0), height * 0.05f, height * 0.025f);
        shape.Leaf(P(0.21f, 0.80f), height * 0.11f, height * 0.04f, facing > 0 ? 0.5f : MathF.PI - 0.5f);
        for (var side = -1; side <= 1; side += 2)
        {
            var (root, bend, tip) = (P(0.27f, 0.79f), P(0.24f + side * 0.10f, 0.90f), P(0.27f + side * 0.13f, 1.06f));
            shape.Bow(root, bend, tip, height * 0.022f, height * 0.010f, 6);
            shape.Limb(Shape.Curve(root, bend, tip, 0.5f), P(0.33f + side * 0.08f, 0.99f), height * 0.014f,
                height * 0.006f);
            shape.Limb(Shape.Curve(root, bend, tip, 0.75f), P(0.22f + side * 0.17f, 1.02f), height * 0.013f,
                height * 0.005f);
        }

        return shape;
    }

    /// <summary>A cat that sits and looks out of the window.</summary>
    public static Shape Cat(Vector2 foot, float height, float facing)
    {
        var shape = new Shape();
        Vector2 P(float x, float y) => foot + new Vector2(x * facing, -y) * height;
        shape.Oval(P(0, 0.28f), height * 0.26f, height * 0.30f).Oval(P(0.04f, 0.52f), height * 0.19f, height * 0.24f);
        shape.Oval(P(0.07f, 0.80f), height * 0.165f, height * 0.14f);
        shape.Triangle(P(-0.08f, 0.84f), P(-0.06f, 1.02f), P(0.05f, 0.92f)).Triangle(P(0.09f, 0.92f), P(0.20f, 1.02f),
            P(0.22f, 0.83f));
        shape.Bow(P(-0.16f, 0.05f), P(-0.62f, -0.06f), P(-0.52f, 0.30f), height * 0.085f, height * 0.055f);
        return shape.Oval(P(0, 0.02f), height * 0.25f, height * 0.045f);
    }
}
