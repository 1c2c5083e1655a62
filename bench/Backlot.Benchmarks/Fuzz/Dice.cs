using Backlot.Platform;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Every choice of a run, from its seed: the same seed makes the same requests.</summary>
internal sealed class Dice(ulong seed)
{
    private Xoshiro256 _numbers = Xoshiro256.FromSeed(seed);

    /// <returns>0 to <paramref name="below"/>, exclusive.</returns>
    public int Below(int below) => (int)(_numbers.Next() % (ulong)below);

    /// <returns>Both ends inclusive.</returns>
    public long Between(long least, long most) => least + (long)(_numbers.Next() % ((ulong)(most - least) + 1));

    /// <summary>True in so many of a hundred.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <returns>0 inclusive to 1 exclusive.</returns>
    public double Fraction() => (_numbers.Next() >> 11) * (1.0 / (1UL << 53));

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, _numbers.Next());
        BitConverter.TryWriteBytes(bytes[8..], _numbers.Next());
        return new(bytes);
    }
}
