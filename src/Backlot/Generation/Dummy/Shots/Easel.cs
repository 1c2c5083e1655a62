using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>The planes that a thread puts frames together on; used again for each frame.</summary>
public sealed class Easel
{
    /// <summary>So many rows of a large frame stay in a core's own memory while all layers are laid over them; even.</summary>
    private const int BandRows = 64;

    private readonly ShotSize _size;
    private readonly NoiseTile _tile;
    private readonly LayerBlend _blend;
    private readonly MovingWater _water;
    private readonly FrameFinish _finish;
    private readonly List<LaidLayer> _waiting = [];

    internal Easel(ShotSize size, NoiseTile tile)
    {
        _size = size;
        _tile = tile;
        Frame = new(size.Width, size.Height);
        _blend = new(size.Width);
        _water = new(tile, size.Width);
        _finish = new(size.Width);
    }

    internal FramePlanes Frame { get; }

    /// <summary>Lays the layers over one another, the farthest first.</summary>
    internal void Compose(IReadOnlyList<PaintedLayer> layers, Moment moment)
    {
        var hidden = HiddenFrom(layers, moment);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].Motion.Water is { } look)
            {
                // It mirrors all that is behind it, and nothing that is before it.
                LayWaiting();
                var sky = _size.View(moment.Camera, near: 0, moment.Horizon);
                var light = (look.LightX * _size.CanvasHeight - sky.X) / sky.Step;
                _water.Paint(look, Frame, WaterTop(look, moment), light, _size.SlideOf(moment.Camera), moment.Seconds);
                continue;
            }

            _waiting.Add(Placed(layers[i], moment, hidden[i]));
        }

        LayWaiting();
    }

    internal void Finish(int number, Span<byte> yuv) => _finish.Write(Frame, number, yuv);

    /// <summary>For each layer the row of the frame from which on a nearer one hides it.</summary>
    private int[] HiddenFrom(IReadOnlyList<PaintedLayer> layers, Moment moment)
    {
        var (hidden, from) = (new int[layers.Count], _size.Height);
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            hidden[i] = from;
            from = Math.Min(from, SolidFrom(layers[i], moment));
        }

        return hidden;
    }

    private int SolidFrom(PaintedLayer layer, Moment moment)
    {
        if (layer.Motion.Water is { } look)
        {
            return (int)WaterTop(look, moment) + 3;
        }

        var plane = layer.Luma;
        var reaches = plane.Left == 0 && plane.Width == _size.CanvasWidth && plane.Top + plane.Height == _size.CanvasHeight;
        return reaches ? (int)ViewOf(layer.Motion, moment).RowOf(plane.Top + plane.SolidFrom) + 3 : _size.Height;
    }

    private float WaterTop(WaterLook look, Moment moment) =>
        _size.View(moment.Camera, WaterLook.FarNear, moment.Horizon).RowOf(look.TopY * _size.CanvasHeight);

    private LayerView ViewOf(LayerMotion motion, Moment moment)
    {
        var view = _size.View(moment.Camera, motion.Near, moment.Horizon);
        var (x, y) = moment.DriftOf(motion);
        return view with { X = view.X - x * _size.CanvasHeight, Y = view.Y - y * _size.CanvasHeight };
    }

    private void LayWaiting()
    {
        for (var row = 0; row < _size.Height; row += BandRows)
        {
            foreach (var (layer, move, half, toRow) in _waiting)
            {
                var end = Math.Min(row + BandRows, toRow);
                _blend.Lay(layer.Luma, move, Frame.Luma, row, end);
                _blend.Lay(layer.Blue, half, Frame.Blue, row / 2, (end + 1) / 2);
                _blend.Lay(layer.Red, half, Frame.Red, row / 2, (end + 1) / 2);
            }
        }

        _waiting.Clear();
    }

    private LaidLayer Placed(PaintedLayer layer, Moment moment, int toRow)
    {
        var drifts = moment.RowDriftsOf(layer.Motion, _size.CanvasHeight);
        var move = new PlaneMove(ViewOf(layer.Motion, moment), _size.CanvasWidth, _size.CanvasHeight)
        {
            Gain = moment.GainOf(layer.Motion),
            RowShifts = drifts is null ? null : Array.ConvertAll(drifts, drift => -drift * _size.CanvasHeight),
            Shimmer = ShimmerOf(layer.Motion, moment, 1),
        };
        var half = new PlaneMove(move.View.Halved, _size.CanvasWidth / 2, _size.CanvasHeight / 2)
        {
            // Lightning is white: it must not make colours stronger.
            Gain = layer.Motion.Shimmer is Shimmer.Lamp or Shimmer.Beam ? move.Gain : 1,
            RowShifts = move.RowShifts is { } shifts ? [.. Enumerable.Range(0, shifts.Length / 2).Select(row => shifts[row * 2] / 2)] : null,
            Shimmer = ShimmerOf(layer.Motion, moment, 2),
        };
        return new(layer, move, half, toRow);
    }

    private ShimmerField? ShimmerOf(LayerMotion motion, Moment moment, int coarse) => motion.Shimmer switch
    {
        Shimmer.Stars => ShimmerField.Twinkle(_tile, _size.Width / coarse, moment.Seconds, coarse * 1080f / _size.Height),
        Shimmer.Curtain => ShimmerField.Curtain(_tile, _size.Width / coarse, moment.Seconds, coarse * 1080f / _size.Height),
        _ => null,
    };

    /// <param name="Move">Where its luma is.</param>
    /// <param name="Half">Where its colours are.</param>
    /// <param name="ToRow">Rows of the frame from here on are hidden by what is nearer.</param>
    private sealed record LaidLayer(PaintedLayer Layer, PlaneMove Move, PlaneMove Half, int ToRow);
}
