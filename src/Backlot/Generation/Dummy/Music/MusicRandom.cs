using System.Numerics;

namespace Backlot.Generation.Dummy.Music;

/// <summary>
/// A small generator whose numbers are part of our output format: the same prompt and seed must give the same music on
/// every machine and every .NET version, which System.Random does not promise. xoshiro256** by Blackman and Vigna,
/// seeded with splitmix64.
/// </summary>
internal sealed class MusicRandom
{
    private ulong _a, _b, _c, _d;

    public MusicRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>
    /// The stream for one named decision of a piece; adding a decision leaves all the others as they were.
    /// </summary>
    public static MusicRandom For(string prompt, long seed, string purpose) =>
        new(Fnv(prompt) ^ BitOperations.RotateLeft(Fnv(purpose), 21) ^ ((ulong)seed * 0x9E3779B97F4A7C15UL));

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

    /// <summary>At least 0, below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (Unit() * (high - low));

    /// <summary>Both ends are possible.</summary>
    public int Whole(int low, int high) => low + (int)(Unit() * (high - low + 1));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Whole(0, choices.Count - 1)];

    /// <summary>
    /// Bell-shaped around 0 within ±1.5: the sum of three uniform numbers, so no logarithm is needed.
    /// </summary>
    public double Bell() => Unit() + Unit() + Unit() - 1.5;

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static ulong Fnv(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in text)
            hash = (hash ^ c) * 0x100000001B3UL;
        return hash;
    }
}
