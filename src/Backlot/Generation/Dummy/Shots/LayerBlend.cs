using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// Lays a plane of a layer over a plane of the frame where the camera has it: each row of the layer is stretched across once, and rows of
/// the frame are mixed from two of them. One thread at a time.
/// </summary>
internal sealed class LayerBlend(int mostColumns)
{
    /// <summary>In columns.</summary>
    private const int Rounding = 2;

    private readonly Line _even = new(mostColumns), _odd = new(mostColumns);
    private PlaneMove _move = new(default, 0, 0);
    private int _columns;

    /// <param name="plane">What is laid.</param>
    /// <param name="move">Where.</param>
    /// <param name="frame">Over what.</param>
    /// <param name="fromRow">Of the frame.</param>
    /// <param name="toRow">Exclusive.</param>
    public void Lay(LayerPlane plane, PlaneMove move, FramePlane frame, int fromRow, int toRow)
    {
        (_move, _columns) = (move, frame.Width);
        _even.Row = _odd.Row = int.MinValue;
        // What reaches an edge of the painted picture goes on beyond it.
        var (openTop, openBottom) = (plane.Top == 0, plane.Top + plane.Height == move.CanvasHeight);
        var first = openTop ? 0 : Math.Max(0, (int)MathF.Floor(move.View.RowOf(plane.Top - 1)) + 1);
        var last = openBottom ? frame.Height : Math.Min(frame.Height, (int)MathF.Ceiling(move.View.RowOf(plane.Top + plane.Height)));
        for (var y = Math.Max(first, fromRow); y < Math.Min(last, toRow); y++)
        {
            var at = move.View.Y + y * move.View.Step - plane.Top;
            var row = (int)MathF.Floor(at);
            Mix(frame.Row(y), LineOf(plane, row, openTop, openBottom), LineOf(plane, row + 1, openTop, openBottom), at - row, y);
        }
    }

    private Line LineOf(LayerPlane plane, int row, bool openTop, bool openBottom)
    {
        var line = (row & 1) == 0 ? _even : _odd;
        if (line.Row == row)
        {
            return line;
        }

        line.Row = row;
        if ((row < 0 && !openTop) || (row >= plane.Height && !openBottom))
        {
            line.Clear(_columns);
            return line;
        }

        Stretch(plane, Math.Clamp(row, 0, plane.Height - 1), line);
        return line;
    }

    private void Stretch(LayerPlane plane, int row, Line line)
    {
        var (first, end) = plane.ChangedIn(row);
        if (first == end)
        {
            line.Clear(_columns);
            return;
        }

        var start = _move.View.X + _move.ShiftOf(plane.Top + row) - plane.Left;
        var step = _move.View.Step;
        var from = Math.Clamp((int)MathF.Ceiling(-start / step), 0, _columns);
        var to = Math.Clamp((int)MathF.Floor((plane.Width - 1.01f - start) / step) + 1, from, _columns);
        var (openLeft, openRight) = (plane.Left == 0 && first == 0, plane.Left + plane.Width == _move.CanvasWidth && end == plane.Width);
        // Where the row changes nothing there is nothing to do; a little more than that, for the places are rounded.
        var some = Math.Clamp((int)MathF.Floor((first - 1 - start) / step) - Rounding, from, to);
        var most = Math.Clamp((int)MathF.Ceiling((end - start) / step) + Rounding, some, to);
        var at = row * plane.Width;
        var values = plane.Values.AsSpan(at, plane.Width);
        (line.From, line.To) = (openLeft ? 0 : some, openRight ? _columns : most);
        RowStretch.Stretch(values, start, step, line.Values.AsSpan(some, most - some), from, some - from);
        line.Values.AsSpan(line.From, some - line.From).Fill(values[0]);
        line.Values.AsSpan(most, line.To - most).Fill(values[^1]);
        line.IsSolid = plane.IsSolidIn(row) && line.From == 0 && line.To == _columns;
        line.HasCover = plane.Cover is not null;
        if (plane.Cover is { } covers && !line.IsSolid)
        {
            var cover = covers.AsSpan(at, plane.Width);
            RowStretch.Stretch(cover, start, step, line.Cover.AsSpan(some, most - some), from, some - from);
            line.Cover.AsSpan(line.From, some - line.From).Fill(cover[0] / 255f);
            line.Cover.AsSpan(most, line.To - most).Fill(cover[^1] / 255f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(Span<float> frame, Line upper, Line lower, float part, int y)
    {
        var (from, to) = (Math.Min(upper.From, lower.From), Math.Max(upper.To, lower.To));
        if (from >= to)
        {
            return;
        }

        upper.Widen(from, to);
        lower.Widen(from, to);
        var width = to - from;
        var gain = _move.Gain;
        var shimmer = _move.Shimmer is { } field ? field.Row(y, from, width) : [];
        var covers = upper.HasCover || lower.HasCover;
        var solid = upper.IsSolid && lower.IsSolid;
        ref var shown = ref frame[from];
        ref var above = ref upper.Values[from];
        ref var below = ref lower.Values[from];
        var x = 0;
        for (; x + Vector<float>.Count <= width; x += Vector<float>.Count)
        {
            var at = (nuint)x;
            var value = Between(ref above, ref below, at, part) * gain;
            if (shimmer.Length > 0)
            {
                value *= Vector.LoadUnsafe(ref MemoryMarshal.GetReference(shimmer), at);
            }

            if (!solid)
            {
                var behind = Vector.LoadUnsafe(ref shown, at);
                value += covers ? behind * (Vector<float>.One - Between(ref upper.Cover[from], ref lower.Cover[from], at, part)) : behind;
            }

            value.StoreUnsafe(ref shown, at);
        }

        // As above to the last bit: where the vectors end follows from where the layer begins, which moves from frame to frame.
        for (x += from; x < to; x++)
        {
            var value = Between(upper.Values[x], lower.Values[x], part) * gain * (shimmer.Length > 0 ? shimmer[x - from] : 1);
            var cover = solid ? 1 : covers ? Between(upper.CoverAt(x), lower.CoverAt(x), part) : 0;
            frame[x] = solid ? value : value + frame[x] * (1 - cover);
        }
    }

    private static float Between(float above, float below, float part) => above + (below - above) * part;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Between(ref float above, ref float below, nuint at, float part)
    {
        var upper = Vector.LoadUnsafe(ref above, at);
        return upper + (Vector.LoadUnsafe(ref below, at) - upper) * part;
    }

    /// <summary>A row of the layer, stretched.</summary>
    private sealed class Line(int columns)
    {
        public float[] Values { get; } = new float[columns];

        public float[] Cover { get; } = new float[columns];

        public int Row { get; set; }

        public int From { get; set; }

        public int To { get; set; }

        public bool IsSolid { get; set; }

        public bool HasCover { get; set; }

        public float CoverAt(int x) => IsSolid ? 1 : HasCover ? Cover[x] : 0;

        public void Clear(int width)
        {
            (From, To, IsSolid, HasCover) = (width, 0, false, false);
        }

        /// <summary>Makes room for a wider neighbour: nothing outside of what there is.</summary>
        public void Widen(int from, int to)
        {
            if (From >= To)
            {
                (From, To) = (to, to);
            }

            Values.AsSpan(from, From - from).Clear();
            Cover.AsSpan(from, From - from).Clear();
            Values.AsSpan(To, to - To).Clear();
            Cover.AsSpan(To, to - To).Clear();
            (From, To) = (from, to);
            if (IsSolid)
            {
                Cover.AsSpan(from, to - from).Fill(1);
            }
        }
    }
}

/// <summary>Where a plane of a layer is at a moment, and how bright.</summary>
/// <param name="View">By the camera.</param>
/// <param name="CanvasWidth">Of the whole plane that was painted.</param>
/// <param name="CanvasHeight">As <paramref name="CanvasWidth"/>.</param>
internal sealed record PlaneMove(LayerView View, int CanvasWidth, int CanvasHeight)
{
    /// <summary>What its light is multiplied by.</summary>
    public float Gain { get; init; } = 1;

    /// <summary>Light that differs from place to place.</summary>
    public ShimmerField? Shimmer { get; init; }

    /// <summary>Added to each row's place in the plane, for what bends or drifts in perspective.</summary>
    public float[]? RowShifts { get; init; }

    public float ShiftOf(int canvasRow) => RowShifts is { } shifts ? shifts[Math.Clamp(canvasRow, 0, shifts.Length - 1)] : 0;
}
