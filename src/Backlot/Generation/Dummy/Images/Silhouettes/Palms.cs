using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

internal static class Palms
{
    public static void Palm(Shape shape, Dice dice, Vector2 foot, float height, float lean)
    {
        var crown = foot + new Vector2(lean * height, -height);
        var bend = foot + new Vector2(lean * height * 0.15f, -height * 0.6f);
        shape.Bow(foot + new Vector2(0, 0.01f), bend, crown, height * 0.045f, height * 0.024f, 14);
        var fronds = 9 + dice.Index(4);
        for (var i = 0; i < fronds; i++)
        {
            var angle = -1.9f + 3.8f * i / (fronds - 1) + dice.Range(-0.15f, 0.15f);
            Frond(shape, dice, crown, angle, height * dice.Range(0.38f, 0.50f));
        }

        shape.Oval(crown + new Vector2(0, height * 0.02f), height * 0.025f, height * 0.022f);
    }

    /// <summary>A rib that droops under its weight, with a comb of leaflets on both sides.</summary>
    private static void Frond(Shape shape, Dice dice, Vector2 from, float angle, float length)
    {
        var (sin, cos) = MathF.SinCos(angle);
        var control = from + new Vector2(sin, -cos * 0.9f - 0.35f) * (length * 0.6f);
        var to = from + new Vector2(sin * 1.05f, -cos * 0.55f + 0.42f) * length;
        shape.Bow(from, control, to, length * 0.022f, length * 0.006f);
        for (var i = 2; i < 22; i++)
        {
            var t = i / 22f;
            var at = Shape.Curve(from, control, to, t);
            var ahead = Vector2.Normalize(Shape.Curve(from, control, to, MathF.Min(1, t + 0.05f)) - at);
            var size = length * 0.24f * MathF.Sin(MathF.PI * MathF.Min(1, t * 0.85f + 0.15f)) * dice.Range(0.8f, 1.1f);
            foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            {
                var across = new Vector2(-ahead.Y, ahead.X) * side;
                var tip = at + (ahead * 0.75f + across * 0.55f + new Vector2(0, 0.45f)) * size;
                shape.Limb(at, tip, length * 0.024f, length * 0.002f);
            }
        }
    }
}
