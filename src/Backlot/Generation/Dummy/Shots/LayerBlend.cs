using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    private readonly RowStretch _stretch = new(mostColumns);
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
            Mix(frame.WholeRow(y), LineOf(plane, row, openTop, openBottom), LineOf(plane, row + 1, openTop, openBottom), at - row, y);
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
        _stretch.Aim(start, step, from);
        (line.From, line.To) = (openLeft ? 0 : some, openRight ? _columns : most);
        _stretch.Read(plane.Row(row), line.Values, some, most);
        var (leftmost, rightmost) = (row * plane.Width, (row + 1) * plane.Width - 1);
        line.Values.AsSpan(line.From, some - line.From).Fill(plane.Values[leftmost]);
        line.Values.AsSpan(most, line.To - most).Fill(plane.Values[rightmost]);
        line.IsSolid = plane.IsSolidIn(row) && line.From == 0 && line.To == _columns;
        line.HasCover = plane.Cover is not null;
        if (plane.Cover is { } covers && !line.IsSolid)
        {
            _stretch.Read(plane.CoverRow(row), line.Cover, some, most);
            line.Cover.AsSpan(line.From, some - line.From).Fill(RowStretch.Share(covers[leftmost]));
            line.Cover.AsSpan(most, line.To - most).Fill(RowStretch.Share(covers[rightmost]));
        }
    }

    /// <summary>Whole vectors of the frame: beyond what is laid it stays as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(Span<short> frame, Line upper, Line lower, float part, int y)
    {
        var (from, to) = (Math.Min(upper.From, lower.From) & ~15, FramePlane.RoundUp(Math.Max(upper.To, lower.To)));
        if (from >= to)
        {
            return;
        }

        upper.Widen(from, to);
        lower.Widen(from, to);
        var (below, whole) = (Vector256.Create(FixedPoint.Share(part)), Vector256.Create(FixedPoint.Whole));
        var (covers, solid) = (upper.HasCover || lower.HasCover, upper.IsSolid && lower.IsSolid);
        var lights = _move.Shimmer is { } field ? field.Row(y, from, to - from, _move.Gain) : [];
        var gain = Vector256.Create(ShimmerField.Light(_move.Gain));
        var isLit = lights.Length > 0 || _move.Gain != 1;
        ref var shown = ref MemoryMarshal.GetReference(frame);
        ref var above = ref MemoryMarshal.GetArrayDataReference(upper.Values);
        ref var under = ref MemoryMarshal.GetArrayDataReference(lower.Values);
        ref var aboveCover = ref MemoryMarshal.GetArrayDataReference(upper.Cover);
        ref var underCover = ref MemoryMarshal.GetArrayDataReference(lower.Cover);
        for (var x = from; x < to; x += Vector256<short>.Count)
        {
            var at = (nuint)x;
            var value = FixedPoint.Between(Vector256.LoadUnsafe(ref above, at), Vector256.LoadUnsafe(ref under, at), below);
            if (isLit)
            {
                var half = FixedPoint.Times(value, lights.Length > 0 ? Vector256.Create(lights[(x - from)..]) : gain);
                value = half + half;
            }

            if (!solid)
            {
                var behind = Vector256.LoadUnsafe(ref shown, at);
                value = Vector256.AddSaturate(value, covers
                    ? FixedPoint.Times(behind, whole - FixedPoint.Between(Vector256.LoadUnsafe(ref aboveCover, at), Vector256.LoadUnsafe(ref underCover, at), below))
                    : behind);
            }

            value.StoreUnsafe(ref shown, at);
        }
    }

    /// <summary>A row of the layer, stretched.</summary>
    private sealed class Line(int columns)
    {
        public short[] Values { get; } = new short[FramePlane.RoundUp(columns) + RowStretch.Beyond];

        /// <summary>Shares.</summary>
        public short[] Cover { get; } = new short[FramePlane.RoundUp(columns) + RowStretch.Beyond];

        public int Row { get; set; }

        public int From { get; set; }

        public int To { get; set; }

        public bool IsSolid { get; set; }

        public bool HasCover { get; set; }

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
                Cover.AsSpan(from, to - from).Fill(FixedPoint.Whole);
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
