using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>Leafy trees and bushes seen from afar: lumps of foliage in copses along a ridge.</summary>
internal static class Groves
{
    /// <summary>The foliage, and the part of it that the light reaches.</summary>
    public static (Shape All, Shape Lit) Line(Dice dice, Ridge ridge, float aspect, float height, float density,
        float lightSide)
    {
        var (all, lit, copses) = (new Shape(), new Shape(), dice.Noise());
        for (var x = -height; x < aspect + height; x += height * dice.Range(0.25f, 0.7f))
        {
            var crowd = copses.Fractal(x * 2.1f, 2) + density;
            if (crowd > 0.25f)
            {
                Tree(all, lit, dice, new(x, ridge.At(x) + height * 0.04f),
                    height * dice.Range(0.45f, 1f) * MathF.Min(1, 0.6f + crowd * 0.5f), lightSide);
            }
        }

        return (all, lit);
    }

    public static void Tree(Shape all, Shape lit, Dice dice, Vector2 foot, float height, float lightSide)
    {
        all.Limb(foot + new Vector2(0, height * 0.05f), foot - new Vector2(0, height * 0.4f), height * 0.07f,
            height * 0.05f);
        for (var i = 0; i < 9; i++)
        {
            var at = foot + new Vector2(dice.Range(-0.30f, 0.30f), -dice.Range(0.34f, 0.84f)) * height;
            Tuft(all, dice, at, height * dice.Range(0.15f, 0.24f));
            if (i % 2 == 0)
            {
                Tuft(lit, dice, at + new Vector2(lightSide * 0.05f, -0.05f) * height,
                    height * dice.Range(0.07f, 0.13f));
            }
        }
    }

    /// <summary>A lump with a ragged edge.</summary>
    private static void Tuft(Shape shape, Dice dice, Vector2 centre, float radius)
    {
        const int Points = 18;
        Span<Vector2> outline = stackalloc Vector2[Points];
        for (var i = 0; i < Points; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.Tau / Points);
            var reach = radius * (i % 2 == 0 ? dice.Range(0.92f, 1.12f) : dice.Range(0.74f, 0.9f));
            outline[i] = centre + new Vector2(cos * reach, sin * reach * 0.85f);
        }

        shape.Polygon(outline);
    }
}
