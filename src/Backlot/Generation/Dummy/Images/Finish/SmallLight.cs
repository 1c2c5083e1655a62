using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Finish;

/// <summary>A quarter-size copy of the picture's light, for effects so soft that a quarter is enough.</summary>
internal sealed class SmallLight
{
    private const int Shrink = 4;
    private readonly int _width, _height;
    private readonly Vector3[] _light, _spare;

    private SmallLight(int width, int height) =>
        (_width, _height, _light, _spare) = (width, height, new Vector3[width * height], new Vector3[width * height]);

    /// <summary><paramref name="threshold"/>: Light below this does not spread.</summary>
    public static SmallLight Of(Canvas canvas, float threshold)
    {
        var small = new SmallLight((canvas.Width + Shrink - 1) / Shrink, (canvas.Height + Shrink - 1) / Shrink);
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            var into = small._light.AsSpan(y / Shrink * small._width, small._width);
            for (var x = 0; x < row.Length; x++)
            {
                var bright = MathF.Max(row[x].X, MathF.Max(row[x].Y, row[x].Z));
                if (bright > threshold)
                {
                    into[x / Shrink] += row[x] * ((bright - threshold) / bright / (Shrink * Shrink));
                }
            }
        }

        return small;
    }

    /// <summary>Three running means make nearly a bell curve.</summary>
    /// <remarks><paramref name="radius"/>: In picture heights.</remarks>
    public void Blur(float radius)
    {
        var reach = Math.Max(1, (int)(radius * _height));
        for (var i = 0; i < 3; i++)
        {
            for (var y = 0; y < _height; y++)
            {
                RunningMean(_light, _spare, y * _width, 1, _width, reach);
            }

            for (var x = 0; x < _width; x++)
            {
                RunningMean(_spare, _light, x, _width, _height, reach);
            }
        }
    }

    /// <summary>Smears the light away from a source, as beams in haze.</summary>
    public void Streak(Vector2 source, float length, float decay)
    {
        const int Steps = 28;
        var from = source * _height;
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var step = (from - new Vector2(x, y)) * (length / Steps);
                var (at, sum, weight) = (new Vector2(x, y), Vector3.Zero, 1f);
                for (var i = 0; i < Steps; i++)
                {
                    var (px, py) = ((int)at.X, (int)at.Y);
                    if ((uint)px < (uint)_width && (uint)py < (uint)_height)
                    {
                        sum += _light[py * _width + px] * weight;
                    }

                    weight *= decay;
                    at += step;
                }

                _spare[y * _width + x] = sum / Steps;
            }
        }

        _spare.CopyTo(_light, 0);
    }

    public void AddTo(Canvas canvas, float strength)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            var v = Math.Clamp((y + 0.5f) / Shrink - 0.5f, 0, _height - 1);
            var (top, bottom) = ((int)v * _width, Math.Min((int)v + 1, _height - 1) * _width);
            for (var x = 0; x < row.Length; x++)
            {
                var u = Math.Clamp((x + 0.5f) / Shrink - 0.5f, 0, _width - 1);
                var (left, right) = ((int)u, Math.Min((int)u + 1, _width - 1));
                var upper = Vector3.Lerp(_light[top + left], _light[top + right], u - left);
                var lower = Vector3.Lerp(_light[bottom + left], _light[bottom + right], u - left);
                row[x] += Vector3.Lerp(upper, lower, v - (int)v) * strength;
            }
        }
    }

    private static void RunningMean(Vector3[] from, Vector3[] to, int start, int stride, int count, int reach)
    {
        var (sum, share) = (Vector3.Zero, 1f / (2 * reach + 1));
        for (var i = -reach; i <= reach; i++)
        {
            sum += from[start + Math.Clamp(i, 0, count - 1) * stride];
        }

        for (var i = 0; i < count; i++)
        {
            to[start + i * stride] = sum * share;
            sum += from[start + Math.Min(i + reach + 1, count - 1) * stride]
                - from[start + Math.Max(i - reach, 0) * stride];
        }
    }
}
