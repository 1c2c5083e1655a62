using Backlot.Generation.Dummy.Images.Drawing;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Gradient noise, computed once, that repeats at its edges: what moves looks it up. Values lie within about −1 to 1.</summary>
internal sealed class NoiseTile
{
    public const int Size = 256;

    /// <summary>Values between two neighbouring places of the noise's lattice.</summary>
    public const int CellSize = 16;

    private const int Cells = Size / CellSize;
    private readonly float[] _values = new float[Size * Size];

    public NoiseTile(Dice dice)
    {
        var gradients = new (float X, float Y)[Cells * Cells];
        for (var i = 0; i < gradients.Length; i++)
        {
            var (sin, cos) = MathF.SinCos(dice.Unit() * MathF.Tau);
            gradients[i] = (cos, sin);
        }

        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                _values[y * Size + x] = At(gradients, (float)x / CellSize, (float)y / CellSize);
            }
        }
    }

    /// <summary>A row of the tile.</summary>
    /// <param name="y">In cells; any number.</param>
    /// <param name="row"><see cref="Size"/> values and the first once more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(float y, Span<float> row)
    {
        var at = y * CellSize;
        var floor = MathF.Floor(at);
        var (part, upper) = (at - floor, (int)floor & (Size - 1));
        var lower = (upper + 1) & (Size - 1);
        for (var x = 0; x < Size; x++)
        {
            var above = _values[upper * Size + x];
            row[x] = above + (_values[lower * Size + x] - above) * part;
        }

        row[Size] = row[0];
    }

    /// <summary>Values of a row, at any numbers of cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> At(float[] row, Vector256<float> x)
    {
        var at = x * CellSize;
        var floor = Vector256.Floor(at);
        var i = Vector256.ConvertToInt32Native(floor) & Vector256.Create(Size - 1);
        fixed (float* values = row)
        {
            var value = Gather.Floats(values, i);
            return value + (Gather.Floats(values + 1, i) - value) * (at - floor);
        }
    }

    private static float At((float X, float Y)[] gradients, float x, float y)
    {
        var (ix, iy) = ((int)x, (int)y);
        var (dx, dy) = (x - ix, y - iy);
        var upper = float.Lerp(Corner(ix, iy, dx, dy), Corner(ix + 1, iy, dx - 1, dy), Ease(dx));
        var lower = float.Lerp(Corner(ix, iy + 1, dx, dy - 1), Corner(ix + 1, iy + 1, dx - 1, dy - 1), Ease(dx));
        return float.Lerp(upper, lower, Ease(dy)) * 1.5f;

        float Corner(int cx, int cy, float fromX, float fromY)
        {
            var gradient = gradients[cy % Cells * Cells + cx % Cells];
            return gradient.X * fromX + gradient.Y * fromY;
        }
    }

    private static float Ease(float t) => t * t * t * (t * (t * 6 - 15) + 10);
}
