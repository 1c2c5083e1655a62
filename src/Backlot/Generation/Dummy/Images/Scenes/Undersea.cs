using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Under the surface: light from above, rocks in blue distance, kelp, fish.</summary>
internal static class Undersea
{
    public static void Draw(Stage stage)
    {
        var (dice, palette) = (stage.Dice, stage.Palette);
        stage.HorizonY = 0.85f;
        stage.Luminary = new(stage.Across(dice.Range(0.35f, 0.65f)), -0.05f);
        Vector3 Wet(Vector3 lab, float lightness) => palette.IsTinted ? lab with { X = lightness }
            : Oklab.Lch(lightness, 0.10f, 215);
        var depths = new Gradient((0, Wet(palette.HorizonLab, 0.86f)), (0.3f, Wet(palette.MiddleLab, 0.62f)),
            (1, Wet(palette.TopLab, 0.22f)));
        stage.Layer(LayerMotion.Sky);
        stage.Canvas.Fill((x, y) => depths.At(y * 0.9f + 0.16f * MathF.Abs(x - stage.Luminary.X)));
        stage.Layer(LayerMotion.Aurora);
        Shafts(stage, dice.Fork());
        for (var i = 0; i < 4; i++)
        {
            var depth = i / 3f;
            stage.Layer(LayerMotion.Growth(0.15f + 0.8f * depth, 0.92f));
            var colour = Vector3.Lerp(depths.At(0.62f), depths.At(1) * 0.28f, depth);
            var ridge = Ridge.Hills(stage, dice, 0.80f + 0.07f * i, 0.24f - 0.03f * i, 1.6f);
            var kelp = new Shape();
            for (var n = 0; n < 9 + 3 * i; n++)
            {
                var x = stage.Across(dice.Unit());
                Kelp(kelp, dice, new(x, ridge.At(x) + 0.01f), (0.14f + 0.22f * depth) * dice.Range(0.5f, 1.3f));
            }

            Terrain.Paint(stage, ridge, new(depth, colour, Haze: 0, Rim: 0.25f * (1 - depth), Texture: 1), dice, kelp);
            Shoal(stage, dice, colour * 0.85f, 0.010f + 0.010f * depth);
        }

        stage.Rays = 0.5f;
    }

    private static void Shafts(Stage stage, Dice dice)
    {
        var rays = dice.Noise();
        Veil.Add(stage.Canvas, 0.95f, 4, (x, y) =>
        {
            var angle = (x - stage.Luminary.X) / (y + 0.5f);
            var ray = Math.Clamp(rays.Fractal(angle * 9, 0.4f + y * 0.15f, 3) * 1.6f, 0, 1);
            return stage.Palette.Light * (ray * 0.26f * MathF.Exp(-y * 2.3f - MathF.Abs(angle) * 0.8f));
        });
    }

    private static void Kelp(Shape shape, Dice dice, Vector2 foot, float height)
    {
        var (sway, before, phase) = (dice.Range(0.02f, 0.05f), foot, dice.Unit() * 6);
        for (var i = 1; i <= 14; i++)
        {
            var t = i / 14f;
            var at = foot + new Vector2(MathF.Sin(t * 5 + phase) * sway * t, -height * t);
            shape.Limb(before, at, 0.006f * (1.1f - t), 0.006f * (1.05f - t));
            shape.Leaf(at + new Vector2((i % 2 == 0 ? 1 : -1) * 0.012f, -0.004f), 0.052f * (1.15f - t * 0.7f), 0.013f,
                i % 2 == 0 ? -0.9f : MathF.PI + 0.9f);
            before = at;
        }
    }

    private static void Shoal(Stage stage, Dice dice, Vector3 colour, float size)
    {
        var (shape, facing) = (new Shape(), dice.Sign());
        var centre = new Vector2(stage.Across(dice.Range(0.2f, 0.8f)), dice.Range(0.25f, 0.6f));
        for (var i = 0; i < 16; i++)
        {
            var at = centre + new Vector2(dice.Range(-0.24f, 0.24f), dice.Range(-0.07f, 0.07f));
            shape.Leaf(at, size * 2.4f, size * 0.9f, 0);
            shape.Triangle(at - new Vector2(facing * size, 0), at + new Vector2(-facing * size * 1.7f, -size * 0.45f),
                at + new Vector2(-facing * size * 1.7f, size * 0.45f));
        }

        stage.Layer(LayerMotion.Swimming(stage.Near, facing));
        stage.Canvas.Fill(shape, colour, 0.85f);
    }
}
