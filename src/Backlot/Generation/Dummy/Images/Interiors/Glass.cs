using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>Window glass: rain drops that hold the view upside down, and trails where they ran.</summary>
internal static class Glass
{
    public static void Draw(Stage stage, Dice dice, bool rain)
    {
        if (!rain)
        {
            return;
        }

        var view = (Vector3[])stage.Canvas.Pixels.Clone();
        for (var i = 0; i < 70; i++)
        {
            Trail(stage, view, dice, new(stage.Across(dice.Unit()), dice.Range(0.05f, 0.6f)));
        }

        for (var i = 0; i < 900; i++)
        {
            var size = 0.0018f + 0.0065f * MathF.Pow(dice.Unit(), 4);
            Drop(stage, view, new(stage.Across(dice.Unit()), dice.Unit() * 0.8f), size, dice.Range(1.0f, 1.35f));
        }
    }

    private static void Trail(Stage stage, Vector3[] view, Dice dice, Vector2 from)
    {
        var (at, shape) = (from, new Shape());
        var steps = 6 + dice.Index(14);
        for (var i = 0; i < steps; i++)
        {
            var next = at + new Vector2(dice.Range(-0.003f, 0.003f), 0.018f);
            shape.Limb(at, next, 0.0022f, 0.0026f);
            at = next;
        }

        var wet = stage.Palette.Haze * 0.03f;
        stage.Canvas.Fill(shape, (x, y) => Seen(stage, view, x + 0.012f, y - 0.02f) * 1.15f + wet, 0.75f);
        Drop(stage, view, at, 0.0055f, 1.4f);
    }

    private static void Drop(Stage stage, Vector3[] view, Vector2 at, float size, float tall) =>
        stage.Canvas.Fill(new Shape().Oval(at, size, size * tall), (x, y) =>
        {
            var (dx, dy) = ((x - at.X) / size, (y - at.Y) / (size * tall));
            var through = Seen(stage, view, at.X - dx * 0.07f, at.Y - dy * 0.09f);
            var spark = Math.Clamp(1 - 6 * ((dx + 0.3f) * (dx + 0.3f) + (dy + 0.4f) * (dy + 0.4f)), 0, 1);
            return through * (0.80f + 0.35f * dy) + stage.Palette.Light * (spark * 0.35f);
        }, 0.85f);

    private static Vector3 Seen(Stage stage, Vector3[] view, float x, float y)
    {
        var canvas = stage.Canvas;
        return view[Math.Clamp((int)(y * canvas.Height), 0, canvas.Height - 1) * canvas.Width
            + Math.Clamp((int)(x * canvas.Height), 0, canvas.Width - 1)];
    }
}
