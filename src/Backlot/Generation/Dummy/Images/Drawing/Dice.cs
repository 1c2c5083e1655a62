using Backlot.Platform;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Seeded random numbers: the same seed gives the same picture on every
/// machine.</summary>
internal sealed class Dice
{
    private Xoshiro256 _bits;

    public Dice(ulong seed) => _bits = Xoshiro256.FromSeed(seed);

    public ulong Bits() => _bits.Next();

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
}
