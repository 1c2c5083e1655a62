using System.Numerics;
using Backlot.Platform;

namespace Backlot.Generation.Dummy.Music;

/// <summary>Seeded random numbers for music, a stream of its own for each decision.</summary>
internal sealed class MusicRandom
{
    private Xoshiro256 _bits;

    public MusicRandom(ulong seed) => _bits = Xoshiro256.FromSeed(seed);

    /// <summary>
    /// The stream for one named decision of a piece; adding a decision leaves all the others as they were.
    /// </summary>
    public static MusicRandom For(string prompt, long seed, string purpose) =>
        new(Fnv(prompt) ^ BitOperations.RotateLeft(Fnv(purpose), 21) ^ ((ulong)seed * 0x9E3779B97F4A7C15UL));

    public ulong Next() => _bits.Next();

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

    private static ulong Fnv(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in text)
            hash = (hash ^ c) * 0x100000001B3UL;
        return hash;
    }
}
