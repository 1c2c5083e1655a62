using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Seeded random numbers (xoshiro256**, seeded by SplitMix64): the same seed gives the same picture on every
/// machine.</summary>
internal sealed class Dice
{
    private ulong _a, _b, _c, _d;

    public Dice(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    public ulong Bits()
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

    /// <summary>A number from 0, inclusive, to 1, exclusive.</summary>
    public float Unit() => (Bits() >> 40) * (1f / (1 << 24));

    public float Range(float from, float to) => from + (to - from) * Unit();

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Index(int count) => (int)(Unit() * count);

    public bool Chance(float probability) => Unit() < probability;

    public float Sign() => Chance(0.5f) ? 1 : -1;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Index(choices.Length)];

    public Noise Noise() => new((uint)Bits());

    /// <summary>Own dice for one part of the picture, so that a change in one part does not reshuffle the
    /// others.</summary>
    public Dice Fork() => new(Bits());

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
