using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class Grasses
{
    /// <summary>Blades along a ridge, longer in tufts, all bent by one wind.</summary>
    public static Shape Along(Dice dice, Ridge ridge, float aspect, float height, float spacing)
    {
        var (shape, tufts) = (new Shape(), dice.Noise());
        var wind = dice.Range(0.15f, 0.45f) * dice.Sign();
        for (var x = 0f; x < aspect; x += spacing * dice.Range(0.4f, 1.6f))
        {
            var length = height * Math.Clamp(0.45f + 0.9f * tufts.Fractal(x * 3, 3), 0.12f, 1.2f) * dice.Range(0.5f,
                1.1f);
            Blade(shape, dice, new(x, ridge.At(x) + 0.006f), length, wind + dice.Range(-0.3f, 0.3f));
        }

        return shape;
    }

    public static void Blade(Shape shape, Dice dice, Vector2 foot, float length, float lean)
    {
        var tip = foot + new Vector2(lean * length, -length);
        var bend = foot + new Vector2(lean * length * dice.Range(0.0f, 0.3f), -length * 0.6f);
        shape.Bow(foot, bend, tip, length * 0.05f + 0.0012f, 0.0005f, 4);
    }

    /// <summary>Reeds with their brown heads, in a clump.</summary>
    public static void Reeds(Shape shape, Dice dice, Vector2 foot, float height, float spread)
    {
        for (var i = 0; i < 16; i++)
        {
            var at = foot + new Vector2(dice.Range(-spread, spread), dice.Range(0, 0.02f));
            var (length, lean) = (height * dice.Range(0.5f, 1.05f), dice.Range(-0.18f, 0.22f));
            Blade(shape, dice, at, length, lean);
            if (i % 3 == 0)
            {
                shape.Oval(at + new Vector2(lean * length * 0.8f, -length * 0.92f), 0.0028f, height * 0.07f,
                    lean * 0.6f);
            }
        }
    }

    /// <summary>Flower heads scattered over ground, smaller with distance.</summary>
    public static void Flowers(Shape heads, Dice dice, Ridge ridge, float aspect, float depth, int count, float size)
    {
        var beds = dice.Noise();
        for (var i = 0; i < count; i++)
        {
            var (x, down) = (dice.Unit() * aspect, dice.Unit() * dice.Unit());
            var y = ridge.At(x) + down * depth;
            if (beds.Fractal(x * 2.6f, y * 6, 2) > -0.12f)
            {
                var radius = size * (0.35f + 0.65f * down) * dice.Range(0.6f, 1.2f);
                heads.Leaf(new(x, y), radius * 2, radius * 1.5f, dice.Range(-0.4f, 0.4f));
            }
        }
    }
}
