using Backlot.Rendering.Pictures;

namespace Backlot.Rendering.Cuts;

/// <summary>The parameter sets of all streams that are joined in one file: each number stands for one set.</summary>
internal sealed class H264Parameters
{
    public const int Sequence = 7, Picture = 8;

    private const int MostSequences = 31;

    private readonly SortedDictionary<int, byte[]> sequences = [];
    private readonly SortedDictionary<int, byte[]> pictures = [];

    /// <summary>The least number that no set has; an encoder of ours takes it for both of its own.</summary>
    public int FreeNumber => Enumerable.Range(0, MostSequences).First(number => !sequences.ContainsKey(number) && !pictures.ContainsKey(number));

    /// <summary>Takes all of them in, or none and returns false: where one number would stand for two different sets, or they are too many.</summary>
    /// <exception cref="InvalidDataException">One is cut short.</exception>
    public bool TryAdd(IReadOnlyList<byte[]> sets)
    {
        var (newSequences, newPictures) = (new SortedDictionary<int, byte[]>(sequences), new SortedDictionary<int, byte[]>(pictures));
        foreach (var set in sets)
        {
            var (kind, number) = ((set[0] & 31) == Sequence ? newSequences : newPictures, NumberOf(set));
            if (!kind.TryGetValue(number, out var there))
                kind[number] = set;
            else if (!there.AsSpan().SequenceEqual(set))
                return false;
        }
        // One place is kept for the encoder's own.
        if (newSequences.Count >= MostSequences - 1 || newPictures.Keys.Union(newSequences.Keys).Count() >= MostSequences - 1)
            return false;
        foreach (var (number, set) in newSequences)
            sequences[number] = set;
        foreach (var (number, set) in newPictures)
            pictures[number] = set;
        return true;
    }

    /// <summary>The content of the box <c>avcC</c> (ISO/IEC 14496-15, 5.3.3.1): it allows what the most demanding set does.</summary>
    public byte[] ToConfiguration()
    {
        var highest = sequences.Values.MaxBy(set => set[1]) ?? throw new InvalidDataException("The film has no pictures.");
        var level = sequences.Values.Max(set => set[3]);
        List<byte> box = [1, highest[1], highest[2], level, 0xff, (byte)(0xe0 | sequences.Count)];
        Append(box, sequences.Values);
        box.Add((byte)pictures.Count);
        Append(box, pictures.Values);
        if (highest[1] is 100 or 110 or 122 or 144)
            box.AddRange([0xfc | 1, 0xf8, 0xf8, 0]); // 4:2:0, 8 bits: others are never copied
        return [.. box];
    }

    private static void Append(List<byte> box, IEnumerable<byte[]> sets)
    {
        foreach (var set in sets)
            box.AddRange([(byte)(set.Length >> 8), (byte)set.Length, .. set]);
    }

    private static int NumberOf(byte[] set)
    {
        var fields = new BitReader(set);
        if ((set[0] & 31) == Sequence)
            fields.Bits(24); // profile, constraints, level
        return fields.Unsigned();
    }
}
