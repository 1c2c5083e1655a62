using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>A frame while it is put together: luma and colour differences with a fraction. One thread at a time.</summary>
internal sealed class FramePlanes(int width, int height)
{
    public FramePlane Luma { get; } = new(width, height);

    public FramePlane Blue { get; } = new(width / 2, height / 2);

    public FramePlane Red { get; } = new(width / 2, height / 2);

    public int Width => width;

    public int Height => height;

    /// <summary>Lays a soft oval over the frame: full in its middle, nothing at its edge.</summary>
    /// <param name="at">In pixels of the frame.</param>
    /// <param name="radius">Across and down, in pixels.</param>
    /// <param name="yuv">Its colour.</param>
    /// <param name="opacity">In its middle, 0 to 1.</param>
    public void Dab(Vector2 at, Vector2 radius, Vector3 yuv, float opacity)
    {
        Luma.Dab(at, radius, yuv.X, opacity);
        var (half, wide) = (at / 2 - new Vector2(0.25f), Vector2.Max(radius / 2, new(0.8f)));
        Blue.Dab(half, wide, yuv.Y, opacity);
        Red.Dab(half, wide, yuv.Z, opacity);
    }
}

/// <summary>One plane of a frame, row by row, each pixel <see cref="LayerPlane.Scale"/> times as large as it is shown.</summary>
internal sealed class FramePlane(int width, int height)
{
    /// <summary>Rows are this many pixels apart: each begins with a whole vector and may be written to the end of its last.</summary>
    public int Stride { get; } = RoundUp(width);

    public short[] Values { get; } = new short[RoundUp(width) * height + LayerPlane.ReadAhead];

    public int Width => width;

    public int Height => height;

    public static int RoundUp(int columns) => (columns + 15) & ~15;

    public Span<short> Row(int y) => Values.AsSpan(y * Stride, width);

    /// <summary>A row and what lies between it and the next.</summary>
    public Span<short> WholeRow(int y) => Values.AsSpan(y * Stride, Stride);

    /// <summary>A pixel that something shines or stands before.</summary>
    /// <param name="value">As it is shown.</param>
    /// <param name="share">0 to 1.</param>
    public static short Toward(short pixel, float value, float share) => (short)MathF.Round(pixel + (value * LayerPlane.Scale - pixel) * share);

    public void Dab(Vector2 at, Vector2 radius, float value, float opacity)
    {
        var (top, bottom) = (Math.Max(0, (int)MathF.Ceiling(at.Y - radius.Y)), Math.Min(height - 1, (int)MathF.Floor(at.Y + radius.Y)));
        var (left, right) = (Math.Max(0, (int)MathF.Ceiling(at.X - radius.X)), Math.Min(width - 1, (int)MathF.Floor(at.X + radius.X)));
        for (var y = top; y <= bottom; y++)
        {
            var row = Row(y);
            var dy = (y - at.Y) / radius.Y;
            for (var x = left; x <= right; x++)
            {
                var dx = (x - at.X) / radius.X;
                var within = MathF.Max(0, 1 - dx * dx - dy * dy);
                row[x] = Toward(row[x], value, within * within * opacity);
            }
        }
    }
}
