using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Light that comes and goes from place to place: twinkling stars, the curtains of an aurora. Of one moment; one thread at a time.</summary>
internal sealed class ShimmerField
{
    private readonly NoiseTile _tile;
    private readonly float[] _row = new float[NoiseTile.Size + 1], _light;
    private readonly float _cellPixels, _x, _y, _strength;
    private readonly bool _isUpright;

    private ShimmerField(NoiseTile tile, int columns, float cellPixels, float strength, float x, float y, bool isUpright)
    {
        (_tile, _light) = (tile, new float[columns + 1]);
        (_cellPixels, _strength, _x, _y, _isUpright) = (cellPixels, strength, x, y, isUpright);
    }

    /// <summary>Each place by itself.</summary>
    /// <param name="tile">Where it is bright.</param>
    /// <param name="columns">Of the plane.</param>
    /// <param name="pixel">How many pixels of a picture 1,080 high one pixel of this plane is.</param>
    public static ShimmerField Twinkle(NoiseTile tile, int columns, float seconds, float pixel) =>
        new(tile, columns, 9 / pixel, 0.75f, seconds * 2.1f, seconds * 1.3f, isUpright: false);

    /// <summary>Upright stripes.</summary>
    /// <inheritdoc cref="Twinkle"/>
    public static ShimmerField Curtain(NoiseTile tile, int columns, float seconds, float pixel) =>
        new(tile, columns, 70 / pixel, 0.55f, seconds * 0.18f, seconds * 0.5f, isUpright: true);

    /// <summary>What the light of a row of the frame is multiplied by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Row(int y, int from, int count)
    {
        _tile.Row(_isUpright ? _y : y / _cellPixels + _y, _row);
        // Between every second pixel the light is in the middle; counted from the first of the plane, so that it stands still when what is lit moves.
        var start = from & ~1;
        for (var x = 0; start + x <= from + count; x += 2)
        {
            _light[x] = 1 + _strength * NoiseTile.At(_row, (start + x) / _cellPixels + _x);
            if (x > 0)
            {
                _light[x - 1] = (_light[x - 2] + _light[x]) / 2;
            }
        }

        return _light.AsSpan(from - start, count);
    }
}
