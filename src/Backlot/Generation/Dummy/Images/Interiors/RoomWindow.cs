using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>The room's window: where it is, its frame and its bars; straight on top, or round.</summary>
internal sealed class RoomWindow(Stage stage, Dice dice, bool grand)
{
    private readonly bool _round = grand || dice.Chance(0.4f);
    private readonly int _columns = dice.Pick(2, 3, 4);
    private readonly int _rows = dice.Pick(2, 2, 3);
    private readonly float _middle = stage.Across(grand ? 0.5f : dice.Range(0.45f, 0.55f));

    public float HalfWidth { get; } = MathF.Min(grand ? 0.36f : dice.Range(0.50f, 0.62f), stage.Aspect * 0.36f);

    public float Left => _middle - HalfWidth;

    public float Right => _middle + HalfWidth;

    public float Top { get; } = dice.Range(0.07f, 0.11f);

    public float Bottom { get; } = dice.Range(0.72f, 0.77f);

    private float Arch => _round ? MathF.Min(0.22f, HalfWidth * 0.6f) : 0;

    /// <summary>Everything outside the opening, made larger (+) or smaller (−) by <paramref name="inset"/> on every
    /// side.</summary>
    public Shape Surround(float inset)
    {
        var shape = new Shape();
        var (half, bottom) = (HalfWidth - inset, Bottom - inset);
        Span<Vector2> outline = stackalloc Vector2[23];
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var edge = side < 0 ? -0.1f : stage.Aspect + 0.1f;
            for (var i = 0; i <= 16; i++)
            {
                outline[i] = Head(i / 16f, side, half, inset);
            }

            outline[17] = new(_middle + side * half, bottom);
            outline[18] = new(_middle, bottom);
            outline[19] = new(_middle, 1.1f);
            outline[20] = new(edge, 1.1f);
            outline[21] = new(edge, -0.1f);
            outline[22] = new(_middle, -0.1f);
            shape.Polygon(outline);
        }

        return shape;
    }

    public void DrawFrame(Stage stage, RoomLamps lamps)
    {
        var wood = stage.Palette.Shade * 0.9f + new Vector3(0.010f, 0.006f, 0.004f);
        stage.Canvas.Fill(RimBetween(-0.012f, 0.014f), (x, y) => lamps.Shine(wood * 1.5f, new(x, y)));
        var bars = new Shape();
        for (var i = 1; i < _columns; i++)
        {
            var x = Left + 2 * HalfWidth * i / _columns;
            bars.Box(x - 0.0065f, Top, x + 0.0065f, Bottom);
        }

        for (var i = 1; i < _rows; i++)
        {
            var y = Top + Arch * 0.5f + (Bottom - Top - Arch * 0.5f) * i / _rows;
            bars.Box(Left, y - 0.005f, Right, y + 0.005f);
        }

        stage.Canvas.Fill(bars, (x, y) => lamps.Shine(wood * 1.3f, new(x, y)));
        var sill = new Shape().Box(Left - 0.05f, Bottom - 0.006f, Right + 0.05f, Bottom + 0.022f);
        stage.Canvas.Fill(sill, (x, y) => lamps.Shine(wood * (y < Bottom + 0.002f ? 4.5f : 2.2f), new(x, y)));
    }

    /// <summary>The band of the frame: drawn as a chain of limbs along the opening.</summary>
    private Shape RimBetween(float outer, float inner)
    {
        var (shape, width) = (new Shape(), inner - outer);
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var before = Head(0, side, HalfWidth, 0);
            for (var i = 1; i <= 16; i++)
            {
                var at = Head(i / 16f, side, HalfWidth, 0);
                shape.Limb(before, at, width, width).Oval(at, width / 2, width / 2);
                before = at;
            }

            shape.Limb(before, new(before.X, Bottom), width, width);
        }

        return shape;
    }

    private Vector2 Head(float t, int side, float half, float inset)
    {
        var (sin, cos) = MathF.SinCos(t * MathF.PI / 2);
        return _round
            ? new(_middle + side * half * sin, Top + inset + Arch * (1 - cos))
            : new(_middle + side * half * MathF.Min(1, t * 1.2f), Top + inset);
    }
}
