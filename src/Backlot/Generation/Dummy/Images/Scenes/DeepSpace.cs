using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>A nebula and a planet above the dark ridges of another world.</summary>
internal static class DeepSpace
{
    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        stage.HorizonY = dice.Range(0.80f, 0.88f);
        stage.Luminary = new(stage.Across(dice.Chance(0.5f) ? dice.Range(0.15f, 0.3f) : dice.Range(0.7f, 0.85f)),
            dice.Range(0.12f, 0.35f));
        var night = new Gradient((0, stage.Palette.ShadeLab with { X = 0.09f }),
            (1, Vector3.Lerp(stage.Palette.TopLab, stage.Palette.ShadeLab, 0.4f) with { X = 0.22f }));
        stage.Layer(LayerMotion.Sky);
        stage.Canvas.Fill((_, y) => night.At(y));
        Nebula(stage, dice.Fork());
        stage.HorizonY = 1.1f;
        stage.Layer(LayerMotion.Stars);
        Stars.Draw(stage, dice.Fork());
        stage.HorizonY = 0.84f;
        stage.Layer(0.25f);
        Planet(stage, dice.Fork());
        Ground(stage, dice.Fork());
    }

    private static void Nebula(Stage stage, Dice dice)
    {
        var (cloud, warp, dust) = (dice.Noise(), dice.Noise(), dice.Noise());
        var palette = stage.Palette;
        var chroma = stage.Brief.Shows(Tones.Monochrome) ? 0.01f : 0.15f;
        var turn = dice.Range(-40, 40);
        Vector3 Vivid(Vector3 lab, float lightness, float fallback)
        {
            var hue = palette.IsTinted ? MathF.Atan2(lab.Z, lab.Y) * 180 / MathF.PI : fallback + turn;
            return Oklab.Lch(lightness, chroma, hue);
        }

        var tones = new Gradient((0, Vivid(palette.TopLab, 0.12f, 275)), (0.4f, Vivid(palette.TopLab, 0.34f, 285)),
            (0.7f, Vivid(palette.MiddleLab, 0.58f, 340)), (1, Vivid(palette.HorizonLab, 0.88f, 50)));
        var lean = dice.Range(-0.6f, 0.6f);
        var centre = new Vector2(stage.Across(dice.Range(0.35f, 0.65f)), dice.Range(0.35f, 0.5f));
        Veil.Cover(stage.Canvas, 0, 1, 3, (x, y) =>
        {
            var (bendX, bendY) = (warp.Fractal(x * 1.4f, y * 1.4f, 3), warp.Fractal(x * 1.4f + 31, y * 1.4f, 3));
            var density = cloud.Fractal(x * 1.9f + bendX * 1.3f, y * 1.9f + bendY * 1.3f, 5);
            var across = (y - centre.Y) - lean * (x - centre.X) + bendX * 0.12f;
            var band = MathF.Exp(-across * across * 9);
            var lanes = Math.Clamp(dust.Ridged(x * 2.3f + bendY, y * 2.3f, 4) * 2.3f - 1.05f, 0, 1);
            var glow = Math.Clamp((density * 0.75f + 0.52f) * band * (1 - 0.72f * lanes * band) + 0.05f, 0, 1);
            return new(tones.At(glow), Math.Clamp(glow * 1.8f, 0, 0.95f));
        });
    }

    private static void Planet(Stage stage, Dice dice)
    {
        var radius = dice.Range(0.14f, 0.27f);
        var centre = new Vector2(stage.Aspect - stage.Luminary.X + dice.Range(-0.1f, 0.1f), dice.Range(0.32f, 0.5f));
        var toLight = Vector3.Normalize(new(stage.Luminary.X - centre.X, stage.Luminary.Y - centre.Y, 0.55f));
        var (belts, palette) = (dice.Noise(), stage.Palette);
        var tones = new Gradient((0, palette.MiddleLab with { X = 0.45f }),
            (0.5f, palette.HorizonLab with { X = 0.66f }), (1, palette.LightLab with { X = 0.88f }));
        var tilt = dice.Range(-0.45f, 0.45f);
        var rings = stage.Brief.Shows(Subjects.Planet) || dice.Chance(0.6f);
        if (rings)
        {
            Ring(stage, centre, radius, tilt, dice.Noise(), front: false);
        }

        stage.Canvas.Glow(centre, radius * 1.5f, palette.Light * 0.12f);
        stage.Canvas.Fill(new Shape().Oval(centre, radius, radius), (x, y) =>
        {
            var (dx, dy) = ((x - centre.X) / radius, (y - centre.Y) / radius);
            var dz = MathF.Sqrt(MathF.Max(0, 1 - dx * dx - dy * dy));
            var lit = Math.Clamp(Vector3.Dot(new(dx, dy, dz), toLight) * 1.3f + 0.12f, 0, 1);
            var latitude = dy * MathF.Cos(tilt) - dx * MathF.Sin(tilt);
            var belt = 0.5f + 0.75f * belts.Fractal(latitude * 4 + 0.15f * belts.Fractal(dx * 3, dy * 9, 3),
                0.4f + dx * 0.12f, 4);
            var air = MathF.Pow(1 - dz, 3) * lit;
            return tones.At(belt) * (lit * lit * 0.95f + 0.012f) + palette.Light * (air * 0.5f);
        });
        if (rings)
        {
            Ring(stage, centre, radius, tilt, dice.Noise(), front: true);
        }
    }

    /// <summary>Half of the rings: the far half goes behind the planet, the near half before it.</summary>
    private static void Ring(Stage stage, Vector2 centre, float radius, float tilt, Noise bands, bool front)
    {
        var (sin, cos) = MathF.SinCos(tilt);
        var colour = Vector3.Lerp(stage.Palette.Light, stage.Palette.Haze, 0.4f);
        stage.Canvas.Light(new Shape().Oval(centre, radius * 2.3f, radius * 0.60f, tilt), (x, y) =>
        {
            var (dx, dy) = (x - centre.X, y - centre.Y);
            var (along, across) = (dx * cos + dy * sin, -dx * sin + dy * cos);
            var away = MathF.Sqrt(along * along + across * across * 14.7f) / radius;
            var within = Math.Clamp((away - 1.25f) * 14, 0, 1) * Math.Clamp((2.25f - away) * 14, 0, 1);
            var gap = Math.Clamp(MathF.Abs(away - 1.83f) * 30 - 0.7f, 0, 1);
            return across > 0 == front ? colour * (within * gap * (0.30f + 0.35f * bands.Fractal(away * 13, 3)))
                : Vector3.Zero;
        });
    }

    private static void Ground(Stage stage, Dice dice)
    {
        for (var i = 0; i < 3; i++)
        {
            var depth = 0.4f + 0.28f * i;
            stage.Layer(depth - 0.1f);
            var ridge = Ridge.Peaks(stage, dice, 0.93f + 0.06f * i, 0.26f - 0.06f * i, dice.Range(0.3f, 0.5f));
            var rock = Vector3.Lerp(stage.Palette.Shade * 0.6f,
                Oklab.ToLinear(stage.Palette.MiddleLab with { X = 0.26f }), 0.6f * (1 - depth));
            Terrain.Paint(stage, ridge, new(depth, rock, Haze: 0, Rim: 0.35f), dice);
        }

        var bank = Ridge.Hills(stage, dice, 0.96f, 0.04f, 1.5f);
        var x = stage.Third(towardsLight: true);
        bank.Raise(x, 0.4f, 0.90f);
        var dark = stage.Palette.Shade * 0.35f;
        stage.Layer(0.95f);
        Terrain.Paint(stage, bank, new(1, dark, Haze: 0, Rim: 0.4f), dice);
        stage.Canvas.Fill(Creatures.Person(new(x, bank.At(x) + 0.004f), 0.085f, withStaff: false), dark);
    }
}
