using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>Values from eight places of an array. Places are not checked: each must lie within it.</summary>
internal static class Gather
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Floats(float* values, Vector256<int> at) => Avx2.IsSupported ? Avx2.GatherVector256(values, at, sizeof(float))
        : Vector256.Create(values[at[0]], values[at[1]], values[at[2]], values[at[3]], values[at[4]], values[at[5]], values[at[6]], values[at[7]]);

    /// <param name="values">One more than the last that is asked for is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Shorts(short* values, Vector256<int> at) => Vector256.ConvertToSingle(Avx2.IsSupported
        ? Avx2.GatherVector256((int*)values, at, sizeof(short)) << 16 >> 16
        : Vector256.Create(values[at[0]], values[at[1]], values[at[2]], values[at[3]], values[at[4]], values[at[5]], values[at[6]], values[at[7]]));
}
