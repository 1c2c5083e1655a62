using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>A vaulted hall in one-point perspective: arches inside arches, tall windows, candles, banners.</summary>
internal static class Hall
{
    private const int Bays = 6;

    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        var view = new HallView(stage, dice.Fork());
        stage.HorizonY = view.Eye.Y;
        stage.Luminary = view.Eye - new Vector2(0, 0.06f);
        stage.Layer(0.05f);
        Floor(stage, view, dice.Fork());
        HallEnd.Draw(stage, view, dice.Fork());
        var candles = stage.Brief.Shows(Lamps.Candles | Lamps.Fire) || stage.Brief.IsDark || dice.Chance(0.6f);
        var (parity, lustres) = (dice.Index(2), dice.Chance(0.7f));
        var banners = stage.Brief.Shows(Subjects.Banners) || dice.Chance(0.45f);
        for (var bay = 0; bay < Bays; bay++)
        {
            var own = dice.Fork();
            stage.Layer(0.15f + 0.8f * bay / (Bays - 1));
            Arch(stage, view, bay, own);
            HallFittings.SideWindows(stage, view, bay);
            if (banners && bay is > 0 and < Bays - 1)
            {
                HallFittings.Banners(stage, view, bay, own);
            }

            if (candles && bay < Bays - 1 && bay % 2 == parity)
            {
                HallFittings.Candles(stage, view, bay, own);
            }

            if (candles && lustres && bay is 1 or 3)
            {
                HallFittings.Chandelier(stage, view, bay);
            }
        }

        stage.Layer(0.15f + 0.8f * 2 / (Bays - 1));

        if (stage.Brief.Shows(Subjects.Person) || dice.Chance(0.5f))
        {
            var foot = new Vector2(view.Eye.X + dice.Range(-0.05f, 0.05f), view.FloorAt(view.Scale(2)));
            stage.Canvas.Fill(Creatures.Person(foot, 0.30f * view.Scale(2), withStaff: false),
                stage.Palette.Shade * 0.6f);
        }

        stage.Rays = stage.Brief.IsNight ? 0.3f : 0.5f;
    }

    /// <summary>One arch and the wall around it; the vault's ribs run along its inner edge.</summary>
    private static void Arch(Stage stage, HallView view, int bay, Dice dice)
    {
        var scale = view.Scale(bay);
        var colour = view.Stone(bay);
        var rim = Vector3.Lerp(colour, view.Light, 0.45f - 0.06f * bay);
        var stone = dice.Noise();
        var floor = view.FloorAt(scale);
        stage.Canvas.Fill(view.Surround(scale * 1.0f, floor), rim);
        stage.Canvas.Fill(view.Surround(scale * 1.035f, floor), colour * 0.72f);
        stage.Canvas.Fill(view.Surround(scale * 1.065f, floor), (x, y) =>
        {
            var near = 1 / (1 + 5 * Vector2.DistanceSquared(new(x, y), view.Eye) / (scale * scale));
            var blocks = stone.Fractal(x * 8 / scale, y * 14 / scale, 3) * 0.16f;
            return Vector3.Lerp(colour, view.Light, 0.10f * near) * (0.86f + blocks + 0.25f * near);
        });
        for (var side = -1; side <= 1; side += 2)
        {
            Pillar(stage, view, scale, side, colour, rim, floor);
        }
    }

    /// <summary>Half columns on the pillar, with capital and foot.</summary>
    private static void Pillar(Stage stage, HallView view, float scale, int side, Vector3 colour, Vector3 rim,
        float floor)
    {
        var edge = view.Eye.X + side * view.HalfWidth(scale);
        var spring = view.SpringAt(scale);
        var (shafts, lights, blocks) = (new Shape(), new Shape(), new Shape());
        for (var i = 0; i < 3; i++)
        {
            var x = edge + side * scale * (0.018f + 0.030f * i);
            shafts.Limb(new(x, spring), new(x, floor), scale * 0.024f, scale * 0.024f);
            lights.Limb(new(x - side * scale * 0.006f, spring), new(x - side * scale * 0.006f, floor), scale * 0.006f,
                scale * 0.006f);
        }

        var outer = edge + side * scale * 0.105f;
        var inner = edge - side * scale * 0.012f;
        blocks.Box(MathF.Min(inner, outer), spring - scale * 0.030f, MathF.Max(inner, outer), spring);
        blocks.Box(MathF.Min(inner, outer), floor - scale * 0.045f, MathF.Max(inner, outer), floor);
        stage.Canvas.Fill(shafts, colour * 0.92f);
        stage.Canvas.Fill(lights, rim, 0.75f);
        stage.Canvas.Fill(blocks, Vector3.Lerp(colour, rim, 0.4f));
    }

    private static void Floor(Stage stage, HallView view, Dice dice)
    {
        var (palette, grain) = (stage.Palette, dice.Noise());
        var (far, near) = (view.Stone(0) * 0.9f, view.Stone(Bays - 1) * 0.9f);
        var carpet = Oklab.ToLinear(palette.ClothLab);
        stage.Canvas.Fill((x, y) =>
        {
            if (y < view.Eye.Y)
            {
                return far;
            }

            // Back from the screen to the floor, so that tiles and carpet get their perspective.
            var scale = MathF.Max(0.08f, (y - view.Eye.Y) / HallView.EyeHeight);
            var (across, away) = ((x - view.Eye.X) / scale, 3.2f / scale);
            var tile = ((int)MathF.Floor(across * 5) + (int)MathF.Floor(away * 2.2f)) & 1;
            var stone = Vector3.Lerp(far, near, Math.Clamp(scale * 0.95f, 0, 1)) * (tile == 0 ? 1.05f : 0.82f);
            var onCarpet = Math.Clamp((0.20f - MathF.Abs(across)) * 60, 0, 1);
            var border = Math.Clamp(1 - MathF.Abs(MathF.Abs(across) - 0.175f) * 110, 0, 1);
            var cloth = Vector3.Lerp(carpet, palette.Glow * 0.5f, border * 0.6f) * (0.5f / (0.6f + scale * 0.9f));
            var sheen = MathF.Exp(-across * across * 5) * MathF.Exp(-scale * 1.3f);
            var worn = 1 + 0.12f * grain.Fractal(across * 4, away * 4, 3);
            return Vector3.Lerp(stone, cloth, onCarpet * 0.9f) * worn
                + view.Light * (sheen * 0.30f * (0.75f + 0.25f * tile));
        });
    }
}
