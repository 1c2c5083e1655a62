namespace Backlot.Rendering.Cuts;

/// <summary>One coded frame of H.264 as it lies in a file.</summary>
/// <param name="Seconds">When it is shown, from the start of its container.</param>
/// <param name="IsKey">Decoding can begin with it, and nothing behind it refers to what is before it (an IDR picture).</param>
/// <param name="Units">Its NAL units, each behind four bytes of length, as MP4 has them; without parameter sets.</param>
/// <param name="ParameterSets">Those that came with it, without a length.</param>
internal sealed record CodedPicture(double Seconds, bool IsKey, byte[] Units, IReadOnlyList<byte[]> ParameterSets)
{
    private const int KeySlice = 5, Delimiter = 9;

    /// <param name="stream">A byte stream (annex B).</param>
    public static CodedPicture Parse(double seconds, ReadOnlySpan<byte> stream)
    {
        var units = new List<byte>(stream.Length + 16);
        List<byte[]> sets = [];
        var isKey = false;
        ReadOnlySpan<byte> startCode = [0, 0, 1];
        for (var start = stream.IndexOf(startCode); start >= 0;)
        {
            stream = stream[(start + startCode.Length)..];
            start = stream.IndexOf(startCode);
            // A zero before the next start code belongs to that code; a unit itself never ends in one.
            var unit = (start < 0 ? stream : stream[..start]).TrimEnd((byte)0);
            if (unit.IsEmpty)
                continue;
            var type = unit[0] & 31;
            isKey |= type == KeySlice;
            if (type is H264Parameters.Sequence or H264Parameters.Picture)
                sets.Add(unit.ToArray());
            else if (type != Delimiter)
            {
                units.AddRange([(byte)(unit.Length >> 24), (byte)(unit.Length >> 16), (byte)(unit.Length >> 8), (byte)unit.Length]);
                units.AddRange(unit);
            }
        }
        return new(seconds, isKey, [.. units], sets);
    }
}
