namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>
/// What one layer changes in the developed picture: over a picture B it shows B · (1 − cover) + value, in each of the planes of
/// <see cref="Yuv"/>. Lights have values without cover; values may be below nothing.
/// </summary>
internal sealed class PaintedLayer(LayerMotion motion, LayerPlane luma, LayerPlane blue, LayerPlane red)
{
    public LayerMotion Motion => motion;

    public LayerPlane Luma => luma;

    /// <summary>Half as wide and half as high, as <see cref="Red"/>.</summary>
    public LayerPlane Blue => blue;

    public LayerPlane Red => red;
}

/// <summary>One plane of a layer: the rectangle of the canvas outside of which it changes nothing.</summary>
/// <param name="values">Row by row, and <see cref="ReadAhead"/> more.</param>
/// <param name="cover">As <paramref name="values"/>.</param>
internal sealed class LayerPlane(int left, int top, int width, int height, short[] values, byte[]? cover)
{
    /// <summary>Values are stored so many times as large.</summary>
    public const int Scale = 64;

    /// <summary>So much may be read beyond the end of a row, the last one too: it is read in whole vectors.</summary>
    public const int ReadAhead = 16;

    public int Left => left;

    public int Top => top;

    public int Width => width;

    public int Height => height;

    public short[] Values => values;

    public ReadOnlySpan<short> Row(int row) => values.AsSpan(row * width, width);

    public ReadOnlySpan<byte> CoverRow(int row) => cover.AsSpan(row * width, width);

    /// <summary>0 to 255 for each value; null for pure light.</summary>
    public byte[]? Cover => cover;

    /// <summary>The row, counted from <see cref="Top"/>, from which on nothing shines through: <see cref="Height"/> for none.</summary>
    public int SolidFrom { get; } = FindSolid(width, height, cover);

    private (int From, int To)[] Changed { get; } = [.. Enumerable.Range(0, height).Select(row => FindChanged(width, row, values, cover))];

    private bool[] Solid { get; } = [.. Enumerable.Range(0, height).Select(row => IsSolidRow(width, row, cover))];

    /// <summary>The columns of a row outside of which it changes nothing; none when it changes nothing at all.</summary>
    public (int From, int To) ChangedIn(int row) => Changed[row];

    /// <summary>Whether nothing shines through a row.</summary>
    public bool IsSolidIn(int row) => Solid[row];

    /// <summary>The same light without its outlines.</summary>
    /// <param name="radius">Of the mean that is taken, in pixels of the plane.</param>
    public LayerPlane Softened(int radius)
    {
        var across = new short[values.Length];
        var down = new short[values.Length];
        Parallel.For(0, height, y => RunningMean(values, across, y * width, 1, width, radius));
        Parallel.For(0, width, x => RunningMean(across, down, x, width, height, radius));
        return new(left, top, width, height, down, cover: null);
    }

    private static void RunningMean(short[] from, short[] to, int start, int stride, int count, int radius)
    {
        var sum = 0;
        for (var i = -radius; i <= radius; i++)
        {
            sum += from[start + Math.Clamp(i, 0, count - 1) * stride];
        }

        for (var i = 0; i < count; i++)
        {
            to[start + i * stride] = (short)(sum / (2 * radius + 1));
            sum += from[start + Math.Min(i + radius + 1, count - 1) * stride] - from[start + Math.Max(i - radius, 0) * stride];
        }
    }

    private static int FindSolid(int width, int height, byte[]? cover)
    {
        var from = height;
        while (from > 0 && IsSolidRow(width, from - 1, cover))
        {
            from--;
        }

        return from;
    }

    private static bool IsSolidRow(int width, int row, byte[]? cover) =>
        cover is not null && cover.AsSpan(row * width, width).IndexOfAnyExcept((byte)255) < 0;

    private static (int From, int To) FindChanged(int width, int row, short[] values, byte[]? cover)
    {
        var shown = values.AsSpan(row * width, width);
        var (from, last) = (shown.IndexOfAnyExcept((short)0), shown.LastIndexOfAnyExcept((short)0));
        if (cover is not null)
        {
            var hidden = cover.AsSpan(row * width, width);
            var first = hidden.IndexOfAnyExcept((byte)0);
            from = from < 0 ? first : first < 0 ? from : Math.Min(from, first);
            last = Math.Max(last, hidden.LastIndexOfAnyExcept((byte)0));
        }

        return from < 0 ? (0, 0) : (from, last + 1);
    }
}
