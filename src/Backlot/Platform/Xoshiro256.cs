using System.Numerics;

namespace Backlot.Platform;

/// <summary>xoshiro256** (Blackman and Vigna, prng.di.unimi.it): numbers that are part of what we make. The same seed must
/// give the same album on every machine and every .NET version, which <see cref="Random"/> does not promise.</summary>
/// <remarks>A mutable struct: keep it in a field that is not readonly, and do not copy it.</remarks>
internal struct Xoshiro256(ulong a, ulong b, ulong c, ulong d)
{
    private ulong _a = a, _b = b, _c = c, _d = d;

    /// <summary>Its state from one number, by splitmix64, as the authors advise.</summary>
    public static Xoshiro256 FromSeed(ulong seed) =>
        new(SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
