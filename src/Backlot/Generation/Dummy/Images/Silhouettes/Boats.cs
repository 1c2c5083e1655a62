using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class Boats
{
    /// <summary>A small sailing boat. Mirrored when <paramref name="up"/> is −1, for its reflection.</summary>
    public static (Shape Hull, Shape Sails) Sailboat(Vector2 foot, float height, float facing, float up = 1)
    {
        var (hull, sails) = (new Shape(), new Shape());
        Vector2 P(float x, float y) => foot + new Vector2(x * facing, -y * up) * height;
        hull.Polygon(P(-0.34f, 0.10f), P(0.40f, 0.13f), P(0.30f, 0.02f), P(0.20f, -0.01f), P(-0.24f, -0.01f),
            P(-0.31f, 0.03f));
        hull.Limb(P(0.02f, 0.08f), P(0.02f, 1.0f), height * 0.018f, height * 0.010f);
        sails.Polygon(P(0.0f, 0.95f), P(-0.10f, 0.6f), P(-0.32f, 0.2f), P(0.0f, 0.17f));
        sails.Polygon(P(0.04f, 0.88f), P(0.20f, 0.5f), P(0.38f, 0.17f), P(0.04f, 0.20f));
        return (hull, sails);
    }

    /// <summary>A rowing boat with one who stands in it.</summary>
    public static Shape Punt(Vector2 foot, float length, float facing, float up = 1)
    {
        var shape = new Shape();
        Vector2 P(float x, float y) => foot + new Vector2(x * facing, -y * up) * length;
        shape.Polygon(P(-0.56f, 0.13f), P(-0.42f, 0.075f), P(0.40f, 0.075f), P(0.58f, 0.15f), P(0.44f, 0.01f),
            P(0.30f, -0.02f), P(-0.32f, -0.02f), P(-0.46f, 0.02f));
        shape.Oval(P(-0.22f, 0.50f), length * 0.038f, length * 0.048f);
        shape.Triangle(P(-0.33f, 0.50f), P(-0.22f, 0.58f), P(-0.11f, 0.50f));
        shape.Polygon(P(-0.25f, 0.46f), P(-0.30f, 0.36f), P(-0.31f, 0.06f), P(-0.14f, 0.06f), P(-0.15f, 0.36f),
            P(-0.19f, 0.46f));
        shape.Limb(P(-0.18f, 0.38f), P(-0.06f, 0.30f), length * 0.03f, length * 0.025f);
        return shape.Limb(P(0.04f, 0.66f), P(-0.17f, -0.04f), length * 0.012f, length * 0.012f);
    }

    /// <summary>Where the bow lantern of <see cref="Punt"/> hangs.</summary>
    public static Vector2 PuntLantern(Vector2 foot, float length, float facing) =>
        foot + new Vector2(0.46f * facing, -0.22f) * length;
}
