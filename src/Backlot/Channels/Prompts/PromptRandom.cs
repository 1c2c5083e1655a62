using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform;

namespace Backlot.Channels.Prompts;

/// <summary>Seeded random numbers for prompts, their state the SHA-256 of a text.</summary>
/// <remarks>
/// Not <see cref="Random"/>: its sequence may change between .NET versions, and an album must stay the same for years.
/// Each part of an album draws from its own stream, so that a change to one leaves the others as they were.
/// </remarks>
internal sealed class PromptRandom
{
    private Xoshiro256 _bits;

    public PromptRandom(PromptBrief brief, string stream)
    {
        var text = $"{brief.Niche}|{string.Join(',', brief.MoodKeywords)}|{brief.Seed}|{stream}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        _bits = new(Word(hash, 0), Word(hash, 1), Word(hash, 2), Word(hash, 3));
    }

    /// <summary>At least 0 and below 2^53: what a JSON number keeps exactly.</summary>
    public long NextSeed() => (long)(Next() >> 11);

    /// <summary>At least 0, below 1.</summary>
    public double NextUnit() => NextSeed() * (1.0 / (1L << 53));

    /// <summary>At least 0, below <paramref name="count"/>; the bias is below 2^-50 for short lists.</summary>
    public int NextIndex(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    public bool Chance(double probability) => NextUnit() < probability;

    public T Pick<T>(IReadOnlyList<T> options) => options[NextIndex(options.Count)];

    /// <summary>A shuffled copy (Fisher-Yates).</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = NextIndex(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }
        return shuffled;
    }

    private ulong Next() => _bits.Next();

    private static ulong Word(byte[] hash, int index) => BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(index * 8));
}
