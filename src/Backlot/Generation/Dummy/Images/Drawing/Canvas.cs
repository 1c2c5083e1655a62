using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>The colour at a place of the picture, in linear light.</summary>
/// <remarks>
/// <paramref name="x"/>: 0 at the left edge, <see cref="Canvas.Aspect"/> at the right.
/// <paramref name="y"/>: 0 at the top edge, 1 at the bottom.
/// </remarks>
internal delegate Vector3 Paint(float x, float y);

/// <summary>
/// The picture while it is painted: linear-light RGB, where 1 is paper white and lamps may be brighter.
/// Places and lengths are in picture heights, so that a composition looks the same at any size.
/// </summary>
internal sealed class Canvas(int width, int height, CancellationToken ct)
{
    private const int LargePixels = 20_000;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public float Aspect { get; } = (float)width / height;

    /// <summary>Keeps apart what is painted, layer by layer, for pictures that are to move; null for a still.</summary>
    public LayerBook? Layers { get; init; }

    public Vector3[] Pixels { get; } = new Vector3[(long)width * height];

    /// <summary>The length of one pixel in picture heights.</summary>
    public float Pixel { get; } = 1f / height;

    public Span<Vector3> Row(int y)
    {
        ct.ThrowIfCancellationRequested();
        Layers?.Touch(y);
        return Pixels.AsSpan(y * Width, Width);
    }

    public void Fill(Paint paint)
    {
        InRows(0, Height, Width, y =>
        {
            var row = Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = paint((x + 0.5f) * Pixel, (y + 0.5f) * Pixel);
            }

            Layers?.CoverRow(y);
        });
    }

    public void Fill(Shape shape, Vector3 colour, float opacity = 1) => Fill(shape, (_, _) => colour, opacity);

    /// <summary>Paints over what is there, with smooth edges.</summary>
    public void Fill(Shape shape, Paint paint, float opacity = 1) =>
        Coverage.Visit(shape, this, (row, left, y, cover) =>
    {
        for (var x = 0; x < cover.Length; x++)
        {
            if (cover[x] > 0.002f)
            {
                ref var pixel = ref row[left + x];
                var colour = paint((left + x + 0.5f) * Pixel, (y + 0.5f) * Pixel);
                pixel = Vector3.Lerp(pixel, colour, cover[x] * opacity);
            }
        }

        Layers?.Cover(y, left, cover, opacity);
    });

    /// <summary>Adds light to what is there.</summary>
    public void Light(Shape shape, Paint colour) => Coverage.Visit(shape, this, (row, left, y, cover) =>
    {
        for (var x = 0; x < cover.Length; x++)
        {
            if (cover[x] > 0.002f)
            {
                row[left + x] += colour((left + x + 0.5f) * Pixel, (y + 0.5f) * Pixel) * cover[x];
            }
        }
    });

    /// <summary>Adds a soft round light: bright in its middle, nothing at <paramref name="radius"/>.</summary>
    public void Glow(Vector2 centre, float radius, Vector3 colour, float stretchY = 1)
    {
        var (left, right) = (Column(centre.X - radius), Column(centre.X + radius));
        var (top, bottom) = (Line(centre.Y - radius * stretchY), Line(centre.Y + radius * stretchY));
        InRows(top, bottom, right - left, y =>
        {
            var row = Row(y);
            var dy = ((y + 0.5f) * Pixel - centre.Y) / (radius * stretchY);
            for (var x = left; x < right; x++)
            {
                var dx = ((x + 0.5f) * Pixel - centre.X) / radius;
                var near = 1 - dx * dx - dy * dy;
                if (near > 0)
                {
                    near *= near;
                    row[x] += colour * (near * near);
                }
            }
        });
    }

    /// <summary>Works on rows, many of them at a time: what is done with one must not depend on another.</summary>
    /// <param name="columns">Of each row: a few small ones are quicker done by one alone.</param>
    public void InRows(int top, int bottom, int columns, Action<int> row)
    {
        if ((long)(bottom - top) * columns < LargePixels)
        {
            for (var y = top; y < bottom; y++)
            {
                row(y);
            }
        }
        else
        {
            Parallel.For(top, bottom, new ParallelOptions { CancellationToken = ct }, row);
        }
    }

    public int Column(float x) => Math.Clamp((int)MathF.Round(x * Height), 0, Width);

    public int Line(float y) => Math.Clamp((int)MathF.Round(y * Height), 0, Height);
}
