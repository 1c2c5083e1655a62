using System.Runtime.CompilerServices;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Light that comes and goes from place to place: twinkling stars, the curtains of an aurora. One thread at a time.</summary>
/// <param name="tile">Where it is bright.</param>
/// <param name="columns">Of the widest plane.</param>
internal sealed class ShimmerField(NoiseTile tile, int columns)
{
    private readonly float[] _row = new float[NoiseTile.Size + 1], _light = new float[columns];
    private float _cellPixels, _x, _y, _strength;
    private bool _isUpright;

    /// <summary>Each place by itself.</summary>
    /// <param name="pixel">How many pixels of a picture 1,080 high one pixel of this plane is.</param>
    public ShimmerField Twinkle(float seconds, float pixel)
    {
        (_cellPixels, _strength, _isUpright) = (9 / pixel, 0.75f, false);
        (_x, _y) = (seconds * 2.1f, seconds * 1.3f);
        return this;
    }

    /// <summary>Upright stripes.</summary>
    public ShimmerField Curtain(float seconds, float pixel)
    {
        (_cellPixels, _strength, _isUpright) = (70 / pixel, 0.55f, true);
        (_x, _y) = (seconds * 0.18f, seconds * 0.5f);
        return this;
    }

    /// <summary>What the light of a row of the frame is multiplied by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Row(int y, int from, int count)
    {
        tile.Row(_isUpright ? _y : y / _cellPixels + _y, _row);
        for (var x = 0; x < count; x++)
        {
            _light[x] = 1 + _strength * NoiseTile.At(_row, (from + x) / _cellPixels + _x);
        }

        return _light.AsSpan(0, count);
    }
}
