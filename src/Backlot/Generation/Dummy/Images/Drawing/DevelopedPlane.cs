using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>One plane of the developed picture, and what the layer that is being painted changes in it.</summary>
internal sealed class DevelopedPlane(int width, int height)
{
    private readonly short[] _shown = new short[width * height], _values = new short[width * height];
    private readonly byte[] _cover = new byte[width * height];

    public int Width => width;

    /// <summary>Brings one place up to date.</summary>
    /// <param name="at">Row by row from the upper left.</param>
    /// <param name="value">As developed now.</param>
    /// <param name="cover">How much of what was there is hidden, 0 to 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Change(int at, float value, float cover)
    {
        var shown = (short)MathF.Round(value * LayerPlane.Scale);
        var hidden = (byte)MathF.Round(Math.Clamp(cover, 0, 1) * 255);
        // By the cover as it is kept, so that its rounding shows nowhere.
        _values[at] = (short)(shown - _shown[at] * (255 - hidden) / 255);
        _cover[at] = hidden;
        _shown[at] = shown;
    }

    /// <summary>Says that the layer changes nothing there.</summary>
    public void Leave(int at) => (_values[at], _cover[at]) = (0, 0);

    /// <summary>The columns of a row in which something is changed by at least a quarter of a step.</summary>
    public (int From, int To)? ChangedIn(int y)
    {
        var values = _values.AsSpan(y * width, width);
        var cover = _cover.AsSpan(y * width, width);
        var (from, to) = (0, width);
        while (from < width && IsNothing(values[from], cover[from]))
        {
            from++;
        }

        while (to > from && IsNothing(values[to - 1], cover[to - 1]))
        {
            to--;
        }

        return from < to ? (from, to) : null;
    }

    public bool HasCover(int top, int bottom) => _cover.AsSpan(top * width, (bottom - top) * width).IndexOfAnyExcept((byte)0) >= 0;

    /// <summary>Copies a rectangle of the changes.</summary>
    public LayerPlane Keep(int left, int top, int columns, int rows, bool withCover)
    {
        var values = new short[columns * rows + LayerPlane.ReadAhead];
        var cover = withCover ? new byte[columns * rows + LayerPlane.ReadAhead] : null;
        for (var y = 0; y < rows; y++)
        {
            var at = (top + y) * width + left;
            _values.AsSpan(at, columns).CopyTo(values.AsSpan(y * columns));
            if (cover is not null)
            {
                _cover.AsSpan(at, columns).CopyTo(cover.AsSpan(y * columns));
            }
        }

        return new(left, top, columns, rows, values, cover);
    }

    private static bool IsNothing(short value, byte cover) => cover == 0 && Math.Abs((int)value) < LayerPlane.Scale / 4;
}
