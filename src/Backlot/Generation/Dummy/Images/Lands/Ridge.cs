using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Lands;

/// <summary>The upper edge of one layer of land: a height for every column of the canvas.</summary>
internal sealed class Ridge
{
    private readonly float[] _y;
    private readonly Vector2[] _peak;
    private readonly Canvas _canvas;

    private Ridge(Canvas canvas, Func<float, float> height)
    {
        _canvas = canvas;
        _y = new float[canvas.Width + 1];
        _peak = [];
        for (var i = 0; i < _y.Length; i++)
        {
            _y[i] = height(i * canvas.Pixel);
        }
    }

    private Ridge(Canvas canvas, Func<float, (float Y, Vector2 Peak)> height) : this(canvas, _ => 0)
    {
        _peak = new Vector2[_y.Length];
        for (var i = 0; i < _y.Length; i++)
        {
            (_y[i], _peak[i]) = height(i * canvas.Pixel);
        }
    }

    /// <summary>Its edge has peaks, so its faces can be lit and shaded.</summary>
    public bool HasPeaks => _peak.Length > 0;

    public float Lowest => _y.Max();

    public float Highest => _y.Min();

    public static Ridge Hills(Stage stage, Dice dice, float baseY, float height, float perWidth)
    {
        var (noise, shift) = (dice.Noise(), dice.Range(0, 50));
        return new(stage.Canvas, x => baseY - height * (0.5f + 0.9f * noise.Fractal(x * perWidth + shift, 3)));
    }

    public static Ridge Flat(Stage stage, Dice dice, float baseY, float roughness)
    {
        var noise = dice.Noise();
        return new(stage.Canvas, x => baseY - roughness * noise.Fractal(x * 5, 4));
    }

    public static Ridge Of(Stage stage, Func<float, float> height) => new(stage.Canvas, height);

    /// <summary>Peaks with straight, frost-bitten flanks that overlap.</summary>
    public static Ridge Peaks(Stage stage, Dice dice, float baseY, float height, float spacing)
    {
        var (noise, peaks) = (dice.Noise(), new List<(Vector2 Top, float Left, float Right)>());
        for (var x = -spacing * dice.Unit(); x < stage.Aspect + spacing; x += spacing * dice.Range(0.6f, 1.35f))
        {
            var rise = height * MathF.Pow(dice.Range(0.45f, 1), 1.1f);
            peaks.Add((new(x, baseY - rise), dice.Range(0.38f, 0.85f), dice.Range(0.38f, 0.85f)));
        }

        return new(stage.Canvas, x =>
        {
            var (best, owner) = (baseY + 0.05f, peaks[0].Top);
            foreach (var (top, left, right) in peaks)
            {
                var away = x - top.X;
                // Steep at the top, running out below.
                var fall = MathF.Abs(away) * (away < 0 ? left : right);
                var y = top.Y + fall * (1.25f - 0.35f * MathF.Min(1, fall / height));
                if (y < best)
                {
                    (best, owner) = (y, top);
                }
            }

            return (best + noise.Fractal(x * 3.1f / spacing, 6) * height * 0.15f, owner);
        });
    }

    public float At(float x) => _y[Math.Clamp((int)(x * _canvas.Height), 0, _y.Length - 1)];

    /// <summary>The peak whose flank is at <paramref name="x"/>.</summary>
    public Vector2 PeakAt(float x) => _peak[Math.Clamp((int)(x * _canvas.Height), 0, _peak.Length - 1)];

    /// <summary>How steeply the edge falls to the right.</summary>
    public float SlopeAt(float x) => (At(x + 0.006f) - At(x - 0.006f)) / 0.012f;

    /// <summary>Raises a hill, flat on top over a third of its width, so that something can stand there.</summary>
    public void Raise(float x, float halfWidth, float topY)
    {
        for (var i = 0; i < _y.Length; i++)
        {
            var away = MathF.Abs(i * _canvas.Pixel - x) / halfWidth;
            if (away < 1)
            {
                var t = Math.Clamp((1 - away) / 0.67f, 0, 1);
                _y[i] = float.Lerp(_y[i], MathF.Min(_y[i], topY), t * t * (3 - 2 * t));
            }
        }
    }

    /// <summary>Lets the land end at the water on one side.</summary>
    public void Sink(float fromX, float toX, float y)
    {
        for (var i = 0; i < _y.Length; i++)
        {
            var t = Math.Clamp((i * _canvas.Pixel - fromX) / (toX - fromX), 0, 1);
            _y[i] = float.Lerp(_y[i], MathF.Max(y, _y[i]), t * t * (3 - 2 * t));
        }
    }

    public Shape Outline(float bottomY = 1.02f)
    {
        var points = new Vector2[_y.Length + 2];
        for (var i = 0; i < _y.Length; i++)
        {
            points[i] = new(i * _canvas.Pixel, MathF.Min(_y[i], bottomY));
        }

        points[^2] = new(_y.Length * _canvas.Pixel, bottomY);
        points[^1] = new(-_canvas.Pixel, bottomY);
        return new Shape().Polygon(points);
    }
}
