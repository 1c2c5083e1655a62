using System.Numerics;
using System.Runtime.InteropServices;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>
/// A union of outlines, in picture heights. Every outline is turned the same way round, so that overlaps stay filled.
/// </summary>
internal sealed class Shape
{
    private readonly List<Vector2> _points = [];
    private readonly List<int> _ends = [];

    public int Count => _ends.Count;

    public ReadOnlySpan<Vector2> Points => CollectionsMarshal.AsSpan(_points);

    /// <summary>One past the last point of each outline.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    public Shape Polygon(params ReadOnlySpan<Vector2> outline)
    {
        var start = _points.Count;
        _points.AddRange(outline);
        if (SignedArea(outline) < 0)
        {
            _points.Reverse(start, outline.Length);
        }

        _ends.Add(_points.Count);
        return this;
    }

    public Shape Box(float left, float top, float right, float bottom) =>
        Polygon(new(left, top), new(right, top), new(right, bottom), new(left, bottom));

    public Shape Triangle(Vector2 a, Vector2 b, Vector2 c) => Polygon(a, b, c);

    public Shape Oval(Vector2 centre, float radiusX, float radiusY, float turn = 0)
    {
        const int Steps = 28;
        Span<Vector2> outline = stackalloc Vector2[Steps];
        var (sinTurn, cosTurn) = MathF.SinCos(turn);
        for (var i = 0; i < Steps; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.Tau / Steps);
            var (x, y) = (cos * radiusX, sin * radiusY);
            outline[i] = centre + new Vector2(x * cosTurn - y * sinTurn, x * sinTurn + y * cosTurn);
        }

        return Polygon(outline);
    }

    /// <summary>A leaf: pointed at both ends, six corners, cheap enough for thousands.</summary>
    public Shape Leaf(Vector2 centre, float length, float width, float turn)
    {
        var (sin, cos) = MathF.SinCos(turn);
        var along = new Vector2(cos, sin) * (length / 2);
        var across = new Vector2(-sin, cos) * (width / 2);
        return Polygon(centre - along, centre - along * 0.4f + across, centre + along * 0.4f + across, centre + along,
            centre + along * 0.4f - across, centre - along * 0.4f - across);
    }

    /// <summary>A straight piece that may be thicker at one end: a branch, a leg, a mast.</summary>
    public Shape Limb(Vector2 from, Vector2 to, float widthFrom, float widthTo)
    {
        var along = to - from;
        var length = along.Length();
        if (length < 1e-6f)
        {
            return this;
        }

        var across = new Vector2(-along.Y, along.X) / (2 * length);
        return Polygon(from + across * widthFrom, to + across * widthTo, to - across * widthTo,
            from - across * widthFrom);
    }

    /// <summary>A bent limb through a quadratic curve.</summary>
    public Shape Bow(Vector2 from, Vector2 control, Vector2 to, float widthFrom, float widthTo, int pieces = 10)
    {
        var before = from;
        for (var i = 1; i <= pieces; i++)
        {
            var t = (float)i / pieces;
            var point = Curve(from, control, to, t);
            var (w0, w1) = (widthFrom + (widthTo - widthFrom) * (t - 1f / pieces),
                widthFrom + (widthTo - widthFrom) * t);
            Limb(before, point, w0, w1);
            before = point;
        }

        return this;
    }

    public static Vector2 Curve(Vector2 from, Vector2 control, Vector2 to, float t) =>
        Vector2.Lerp(Vector2.Lerp(from, control, t), Vector2.Lerp(control, to, t), t);

    private static float SignedArea(ReadOnlySpan<Vector2> outline)
    {
        float area = 0;
        for (var i = 0; i < outline.Length; i++)
        {
            var (a, b) = (outline[i], outline[(i + 1) % outline.Length]);
            area += a.X * b.Y - b.X * a.Y;
        }

        return area;
    }
}
