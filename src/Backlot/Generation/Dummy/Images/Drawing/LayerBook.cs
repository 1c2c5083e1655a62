using System.Numerics;
using Backlot.Generation.Dummy.Images.Finish;
using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>
/// Takes a picture apart while it is painted: at the end of each layer the picture is developed, and what is new since the layer before is
/// kept. Laid over one another where they were painted, the layers give the developed picture again, to a rounding.
/// </summary>
/// <param name="width">Pixels; even.</param>
/// <param name="height">Pixels; even.</param>
internal sealed class LayerBook(int width, int height)
{
    private readonly List<PaintedLayer> _layers = [];
    private readonly float[] _cover = new float[width * height];

    /// <summary>The picture as it was developed last: most of what a layer touches the rows of, it leaves as it was.</summary>
    private readonly Vector3[] _developed = Undeveloped(width * height);
    private readonly bool[] _touched = new bool[height];
    private readonly DevelopedPlane _luma = new(width, height);
    private readonly DevelopedPlane _blue = new(width / 2, height / 2), _red = new(width / 2, height / 2);
    private LayerMotion _motion = LayerMotion.Sky;

    /// <summary>The farthest first.</summary>
    public IReadOnlyList<PaintedLayer> Layers => _layers;

    public void Touch(int y) => _touched[y] = true;

    /// <summary>How much of what was there before the layer hides at each pixel of a row, 0 to 1.</summary>
    public Span<float> CoverOf(int y) => _cover.AsSpan(y * width, width);

    public void CoverRow(int y) => CoverOf(y).Fill(1);

    public void Cover(int y, int left, ReadOnlySpan<float> cover, float opacity)
    {
        var row = CoverOf(y)[left..];
        for (var x = 0; x < cover.Length; x++)
        {
            row[x] += (1 - row[x]) * (cover[x] > 0.002f ? cover[x] * opacity : 0);
        }
    }

    /// <summary>Ends the layer that was being painted and begins one that moves like this.</summary>
    public void Begin(Canvas canvas, LayerMotion motion)
    {
        Finish(canvas);
        _motion = motion;
    }

    /// <summary>Ends the last layer.</summary>
    public void Finish(Canvas canvas)
    {
        var (first, last) = (Array.IndexOf(_touched, true), Array.LastIndexOf(_touched, true));
        if (first < 0)
        {
            return;
        }

        // Whole pairs of rows: two make one row of colour.
        var (top, bottom) = (first & ~1, (last + 2) & ~1);
        Parallel.For(top / 2, bottom / 2, pair => Develop(canvas.Pixels, pair));
        if (KeepOf(_luma, top, bottom) is { } luma)
        {
            var (blue, red) = (_blue.Keep(luma.Left / 2, luma.Top / 2, luma.Width / 2, luma.Height / 2, luma.Cover is not null),
                _red.Keep(luma.Left / 2, luma.Top / 2, luma.Width / 2, luma.Height / 2, luma.Cover is not null));
            _layers.Add(_motion.IsSoft ? new(_motion, luma.Softened(height / 40), blue.Softened(height / 80), red.Softened(height / 80))
                : new(_motion, luma, blue, red));
        }

        Array.Clear(_cover, top * width, (bottom - top) * width);
        Array.Clear(_touched);
    }

    /// <summary>Of the rows that were touched, the smallest rectangle that holds all that changed.</summary>
    private static LayerPlane? KeepOf(DevelopedPlane plane, int top, int bottom)
    {
        var (left, right) = (plane.Width, 0);
        var (highest, lowest) = (bottom, top);
        for (var y = top; y < bottom; y++)
        {
            if (plane.ChangedIn(y) is not { } changed)
            {
                continue;
            }

            (left, right) = (Math.Min(left, changed.From), Math.Max(right, changed.To));
            (highest, lowest) = (Math.Min(highest, y), y + 1);
        }

        (left, right, highest, lowest) = (left & ~1, (right + 1) & ~1, highest & ~1, (lowest + 1) & ~1);
        return right > left ? plane.Keep(left, highest, right - left, lowest - highest, plane.HasCover(highest, lowest)) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Develop(Vector3[] pixels, int pair)
    {
        for (var x = 0; x < width; x += 2)
        {
            var (upper, coarse) = (2 * pair * width + x, pair * (width / 2) + x / 2);
            if (IsAsBefore(pixels, upper) && IsAsBefore(pixels, upper + width))
            {
                _luma.Leave(upper);
                _luma.Leave(upper + 1);
                _luma.Leave(upper + width);
                _luma.Leave(upper + width + 1);
                _blue.Leave(coarse);
                _red.Leave(coarse);
                continue;
            }

            var (sum, cover) = (Vector3.Zero, 0f);
            for (var i = 0; i < 4; i++)
            {
                var at = upper + i / 2 * width + i % 2;
                _developed[at] = pixels[at];
                var rgb = Film.Developed(pixels[at]);
                sum += rgb;
                cover += _cover[at];
                _luma.Change(at, Yuv.OfRgb(rgb).X, _cover[at]);
            }

            var colour = Yuv.OfRgb(sum / 4);
            _blue.Change(coarse, colour.Y, cover / 4);
            _red.Change(coarse, colour.Z, cover / 4);
        }
    }

    private static Vector3[] Undeveloped(int pixels)
    {
        var developed = new Vector3[pixels];
        Array.Fill(developed, new(float.NaN));
        return developed;
    }

    /// <summary>Two pixels side by side.</summary>
    private bool IsAsBefore(Vector3[] pixels, int at) =>
        _cover[at] == 0 && _cover[at + 1] == 0 && pixels[at] == _developed[at] && pixels[at + 1] == _developed[at + 1];
}
