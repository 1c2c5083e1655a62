using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Light that comes and goes from place to place: twinkling stars, the curtains of an aurora. Of one moment; one thread at a time.</summary>
internal sealed class ShimmerField
{
    private readonly NoiseTile _tile;
    private readonly float[] _row = new float[NoiseTile.Size + 1];
    private readonly short[] _half, _light;
    private readonly float _cellPixels, _x, _y, _strength;
    private readonly bool _isUpright;

    private ShimmerField(NoiseTile tile, int columns, float cellPixels, float strength, float x, float y, bool isUpright)
    {
        (_tile, _half, _light) = (tile, new short[FramePlane.RoundUp(columns) / 2 + 16], new short[FramePlane.RoundUp(columns) + 16]);
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

    /// <summary>Half of what light is multiplied by, as a share: it may be made almost twice as strong.</summary>
    public static short Light(float gain) => FixedPoint.Share(gain / 2);

    /// <summary>What the light of a row of the frame is multiplied by: halves of it, as shares.</summary>
    /// <param name="from">The first pixel of the row; even.</param>
    /// <param name="count">Whole vectors.</param>
    /// <param name="gain">Of all of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<short> Row(int y, int from, int count, float gain)
    {
        _tile.Row(_isUpright ? _y : y / _cellPixels + _y, _row);
        // Between every second pixel the light is in the middle.
        var second = Vector256.Create(0f, 2, 4, 6, 8, 10, 12, 14) + Vector256.Create((float)from);
        for (var i = 0; i <= count / 2; i += 8)
        {
            var noise = NoiseTile.At(_row, (Vector256.Create(2f * i) + second) / _cellPixels + Vector256.Create(_x));
            var light = (Vector256<float>.One + noise * _strength) * (gain / 2 * FixedPoint.Whole);
            var whole = Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(light, Vector256<float>.Zero), Vector256.Create((float)FixedPoint.Whole)));
            Vector128.Narrow(whole.GetLower(), whole.GetUpper()).CopyTo(_half, i);
        }

        Spread(count);
        return _light.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(int count)
    {
        for (var i = 0; i < count / 2; i += 8)
        {
            var here = Vector128.Create(_half, i).AsUInt16();
            var between = (here + Vector128.Create(_half, i + 1).AsUInt16()) >> 1;
            (Vector128.WidenLower(here) | (Vector128.WidenLower(between) << 16)).AsInt16().CopyTo(_light, 2 * i);
            (Vector128.WidenUpper(here) | (Vector128.WidenUpper(between) << 16)).AsInt16().CopyTo(_light, 2 * i + 8);
        }
    }
}
