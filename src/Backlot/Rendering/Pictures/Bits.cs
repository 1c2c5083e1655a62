namespace Backlot.Rendering.Pictures;

/// <summary>Reads the fields of an H.264 header: bits, most significant first, and Exp-Golomb numbers (9.1).</summary>
internal ref struct BitReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private int at;

    /// <param name="unit">A NAL unit with its header byte, which is skipped; padding bytes 03 are taken out
    /// (7.3.1).</param>
    public BitReader(ReadOnlySpan<byte> unit)
    {
        var plain = new List<byte>(unit.Length);
        for (var i = 1; i < unit.Length; i++)
        {
            if (!(unit[i] == 3 && i > 2 && unit[i - 1] == 0 && unit[i - 2] == 0))
                plain.Add(unit[i]);
        }
        bytes = plain.ToArray();
    }

    public int Bit()
    {
        if (at >= bytes.Length * 8)
            throw new InvalidDataException("The H.264 header is cut short.");
        var bit = bytes[at / 8] >> (7 - at % 8) & 1;
        at++;
        return bit;
    }

    public int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
            value = value << 1 | Bit();
        return value;
    }

    public int Unsigned()
    {
        var zeros = 0;
        while (Bit() == 0)
            zeros++;
        return (1 << zeros) - 1 + Bits(zeros);
    }

    public int Signed()
    {
        var code = Unsigned();
        return code % 2 == 1 ? (code + 1) / 2 : -code / 2;
    }
}

/// <summary>Writes such fields and closes them into a NAL unit.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int free;

    public void Bits(int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            if (free == 0)
            {
                bytes.Add(0);
                free = 8;
            }
            free--;
            bytes[^1] |= (byte)((value >> i & 1) << free);
        }
    }

    public void Unsigned(int value)
    {
        var length = 31 - int.LeadingZeroCount(value + 1);
        Bits(0, length);
        Bits(value + 1, length + 1);
    }

    /// <summary>The unit in a byte stream (annex B): start code, header byte, fields, stop bit, padding
    /// bytes.</summary>
    public byte[] ToUnit(byte header)
    {
        Bits(1, 1);
        List<byte> unit = [0, 0, 0, 1, header];
        var zeros = 0;
        foreach (var value in bytes)
        {
            if (zeros >= 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }
            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return [.. unit];
    }
}
