using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Skies;

/// <summary>Soft things are computed on a coarse grid and read between its points: many times faster and as
/// smooth.</summary>
internal static class Veil
{
    /// <summary>Adds light to the picture from its top down to <paramref name="bottomY"/>.</summary>
    /// <remarks><paramref name="step"/>: Grid width in pixels of a picture 1,080 pixels high; grows with the
    /// picture.</remarks>
    public static void Add(Canvas canvas, float bottomY, int step, Paint light) =>
        Visit(canvas, 0, bottomY, step, (x, y) => new(light(x, y), 0), (pixel, veil) => pixel + veil.AsVector3());

    /// <summary>Lays a veil over the picture from <paramref name="topY"/> to <paramref name="bottomY"/>.</summary>
    /// <remarks><paramref name="veil"/>: Colour and, in W, opacity from 0 to 1.</remarks>
    public static void Cover(Canvas canvas, float topY, float bottomY, int step, Func<float, float, Vector4> veil) =>
        Visit(canvas, topY, bottomY, step, veil, (pixel, over) => Vector3.Lerp(pixel, over.AsVector3(), over.W));

    private static void Visit(
        Canvas canvas, float topY, float bottomY, int step, Func<float, float, Vector4> veil, Func<Vector3, Vector4,
            Vector3> mix)
    {
        step = Math.Max(1, step * canvas.Height / 1080);
        var (first, last) = (canvas.Line(topY), canvas.Line(bottomY));
        var columns = canvas.Width / step + 2;
        var (above, below) = (new Vector4[columns], new Vector4[columns]);
        Compute(above, first);
        for (var top = first; top < last; top += step)
        {
            Compute(below, top + step);
            for (var y = top; y < Math.Min(top + step, last); y++)
            {
                Blend(canvas.Row(y), canvas.Layers is { } layers ? layers.CoverOf(y) : [], above, below, (float)(y - top) / step);
            }

            (above, below) = (below, above);
        }

        void Compute(Vector4[] row, int y)
        {
            for (var i = 0; i < columns; i++)
            {
                row[i] = veil(i * step * canvas.Pixel, y * canvas.Pixel);
            }
        }

        void Blend(Span<Vector3> row, Span<float> cover, Vector4[] upper, Vector4[] lower, float v)
        {
            var right = Vector4.Lerp(upper[0], lower[0], v);
            for (var (i, x) = (0, 0); x < row.Length; i++)
            {
                var left = right;
                right = Vector4.Lerp(upper[i + 1], lower[i + 1], v);
                for (var end = Math.Min(x + step, row.Length); x < end; x++)
                {
                    var over = Vector4.Lerp(left, right, (float)(x - i * step) / step);
                    row[x] = mix(row[x], over);
                    if (cover.Length > 0)
                    {
                        cover[x] += (1 - cover[x]) * over.W;
                    }
                }
            }
        }
    }
}
