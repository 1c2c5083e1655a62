using System.Buffers;
using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Gets one row of the canvas and how much of each pixel, from column <paramref name="left"/> on, a shape
/// covers.</summary>
internal delegate void CoveredRow(Span<Vector3> row, int left, int y, ReadOnlySpan<float> cover);

/// <summary>
/// Exact area coverage of polygons by signed-area accumulation: every edge leaves its area in the pixels it crosses,
/// and a running sum along the row makes the coverage (the method of Raph Levien's font-rs).
/// </summary>
internal static class Coverage
{
    public static void Visit(Shape shape, Canvas canvas, CoveredRow visit)
    {
        var (left, top, right, bottom) = Bounds(shape, canvas);
        if (left >= right || top >= bottom)
        {
            return;
        }

        var (width, height) = (right - left, bottom - top);
        var stride = width + 3;
        var sums = ArrayPool<float>.Shared.Rent(stride * height);
        try
        {
            Array.Clear(sums, 0, stride * height);
            Accumulate(shape, canvas.Height, new(left, top), width, height, sums);
            canvas.InRows(top, bottom, width, y =>
            {
                var cover = sums.AsSpan((y - top) * stride, width);
                Integrate(cover);
                visit(canvas.Row(y), left, y, cover);
            });
        }
        finally
        {
            ArrayPool<float>.Shared.Return(sums);
        }
    }

    private static void Integrate(Span<float> cover)
    {
        float sum = 0;
        for (var x = 0; x < cover.Length; x++)
        {
            sum += cover[x];
            cover[x] = MathF.Min(1, MathF.Abs(sum));
        }
    }

    private static (int Left, int Top, int Right, int Bottom) Bounds(Shape shape, Canvas canvas)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in shape.Points)
        {
            low = Vector2.Min(low, point);
            high = Vector2.Max(high, point);
        }

        // Clamped as numbers with a fraction first: a shape far outside must not overflow a whole number.
        low = Vector2.Clamp(low * canvas.Height, Vector2.Zero, new(canvas.Width, canvas.Height));
        high = Vector2.Clamp(high * canvas.Height, Vector2.Zero, new(canvas.Width, canvas.Height));
        return ((int)low.X, (int)low.Y, (int)MathF.Ceiling(high.X), (int)MathF.Ceiling(high.Y));
    }

    private static void Accumulate(Shape shape, float scale, Vector2 origin, int width, int height, float[] sums)
    {
        var points = shape.Points;
        var start = 0;
        foreach (var end in shape.Ends)
        {
            var before = points[end - 1] * scale - origin;
            for (var i = start; i < end; i++)
            {
                var point = points[i] * scale - origin;
                Edge(before, point, width, height, sums);
                before = point;
            }

            start = end;
        }
    }

    private static void Edge(Vector2 a, Vector2 b, int width, int height, float[] sums)
    {
        var direction = a.Y < b.Y ? 1f : -1f;
        var (upper, lower) = a.Y < b.Y ? (a, b) : (b, a);
        if (lower.Y <= 0 || upper.Y >= height || lower.Y - upper.Y < 1e-7f)
        {
            return;
        }

        var slope = (lower.X - upper.X) / (lower.Y - upper.Y);
        var x = upper.Y < 0 ? upper.X - upper.Y * slope : upper.X;
        var first = Math.Max(0, (int)upper.Y);
        var last = Math.Min(height, (int)MathF.Ceiling(lower.Y));
        for (var y = first; y < last; y++)
        {
            var part = MathF.Min(y + 1, lower.Y) - MathF.Max(y, upper.Y);
            var next = x + slope * part;
            var (x0, x1) = (Math.Clamp(MathF.Min(x, next), 0, width), Math.Clamp(MathF.Max(x, next), 0, width));
            Segment(sums.AsSpan(y * (width + 3), width + 3), x0, x1, part * direction);
            x = next;
        }
    }

    /// <summary>Leaves the area of one edge within one row; <paramref name="d"/> is its signed height.</summary>
    private static void Segment(Span<float> row, float x0, float x1, float d)
    {
        var (i0, i1) = ((int)x0, (int)MathF.Ceiling(x1));
        if (i1 <= i0 + 1)
        {
            var middle = (x0 + x1) / 2 - i0;
            row[i0] += d - d * middle;
            row[i0 + 1] += d * middle;
            return;
        }

        var s = 1 / (x1 - x0);
        var head = 1 - (x0 - i0);
        var tail = x1 - i1 + 1;
        var (first, last) = (0.5f * s * head * head, 0.5f * s * tail * tail);
        row[i0] += d * first;
        if (i1 == i0 + 2)
        {
            row[i0 + 1] += d * (1 - first - last);
        }
        else
        {
            var second = s * (head + 0.5f);
            row[i0 + 1] += d * (second - first);
            for (var i = i0 + 2; i < i1 - 1; i++)
            {
                row[i] += d * s;
            }

            row[i1 - 1] += d * (1 - (second + (i1 - i0 - 3) * s) - last);
        }

        row[i1] += d * last;
    }
}
