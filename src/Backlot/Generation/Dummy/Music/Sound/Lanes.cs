using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// Eight samples at a time. The width is fixed rather than the machine's own, and no fused multiply-add is used, so
/// that every machine computes the same samples. All spans hold a multiple of <see cref="Width"/> samples.
/// </summary>
internal static class Lanes
{
    public const int Width = 8;

    /// <summary>0, 1, 2 … 7.</summary>
    public static readonly Vector256<float> Index = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ReadOnlySpan<float> samples, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(samples), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, Span<float> samples, int at) =>
        value.StoreUnsafe(ref MemoryMarshal.GetReference(samples), (nuint)at);

    /// <summary>target += source · gain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> source, float gain, Span<float> target)
    {
        var g = Vector256.Create(gain);
        for (var i = 0; i < target.Length; i += Width)
            Store(Load(target, i) + (Load(source, i) * g), target, i);
    }

    /// <summary>
    /// target += source · gain, the gain moving in a straight line from the first sample to past the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRamped(ReadOnlySpan<float> source, float from, float to, Span<float> target)
    {
        var step = (to - from) / target.Length;
        var gain = Vector256.Create(from) + (Index * step);
        var advance = Vector256.Create(step * Width);
        for (var i = 0; i < target.Length; i += Width)
        {
            Store(Load(target, i) + (Load(source, i) * gain), target, i);
            gain += advance;
        }
    }

    /// <summary>samples ·= gain, ramped as in <see cref="AddRamped"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<float> samples, float from, float to)
    {
        var step = (to - from) / samples.Length;
        var gain = Vector256.Create(from) + (Index * step);
        var advance = Vector256.Create(step * Width);
        for (var i = 0; i < samples.Length; i += Width)
        {
            Store(Load(samples, i) * gain, samples, i);
            gain += advance;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Peak(ReadOnlySpan<float> samples)
    {
        var peak = Vector256<float>.Zero;
        for (var i = 0; i < samples.Length; i += Width)
            peak = Vector256.Max(peak, Vector256.Abs(Load(samples, i)));
        var highest = 0f;
        for (var lane = 0; lane < Width; lane++)
            highest = Math.Max(highest, peak[lane]);
        return highest;
    }
}
