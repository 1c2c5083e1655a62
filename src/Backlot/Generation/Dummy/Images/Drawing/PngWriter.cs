using System.Buffers.Binary;
using System.IO.Compression;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Writes 8-bit RGB as PNG (ISO/IEC 15948), one row at a time.</summary>
internal static class PngWriter
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary><paramref name="fillRow"/>: Fills the row of the given number with width × 3 bytes.</summary>
    public static void Write(Stream png, int width, int height, Action<int, byte[]> fillRow)
    {
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;   // bits per channel
        header[9] = 2;   // RGB
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "sRGB"u8, [0]);
        using var packed = new MemoryStream(width * height);
        using (var zlib = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true))
        {
            WriteRows(zlib, width, height, fillRow);
        }

        Chunk(png, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(png, "IEND"u8, []);
    }

    private static void WriteRows(Stream zlib, int width, int height, Action<int, byte[]> fillRow)
    {
        var bytes = width * 3;
        var (row, above) = (new byte[bytes], new byte[bytes]);
        var filters = new RowFilters(bytes);
        for (var y = 0; y < height; y++)
        {
            fillRow(y, row);
            zlib.Write(filters.Smallest(row, above));
            (row, above) = (above, row);
        }
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
