using System.Buffers.Binary;

namespace Backlot.Rendering;

/// <summary>Which side of a picture is up, the one thing of its EXIF that it can't be shown right without.</summary>
internal static class Orientation
{
    private const ushort Tag = 0x0112, Short = 3;

    /// <summary>Reads it from a block of TIFF tags; 1 is upright, null is not said or not to be read.</summary>
    public static int? Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return null;
        var isLittle = tiff[0] == 'I';
        var at = (long)U32(tiff[4..], isLittle);
        if (at + 2 > tiff.Length)
            return null;
        var count = U16(tiff[(int)at..], isLittle);
        for (var entry = at + 2; count > 0 && entry + 12 <= tiff.Length; count--, entry += 12)
            if (U16(tiff[(int)entry..], isLittle) == Tag && U16(tiff[((int)entry + 8)..], isLittle) is >= 1 and <= 8 and var side)
                return side;
        return null;
    }

    /// <summary>A block of TIFF tags with this one alone.</summary>
    public static byte[] Write(int side) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1,
        Tag >> 8, Tag & 0xff, 0, (byte)Short, 0, 0, 0, 1, 0, (byte)side, 0, 0,
        0, 0, 0, 0,
    ];

    private static ushort U16(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint U32(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
