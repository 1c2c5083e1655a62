using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Backlot.Tests.Generation.Dummy.Images;

/// <summary>A second, independent reading of the PNG format: checks every chunk, inflates, undoes the row
/// filters.</summary>
internal sealed record DecodedPng(int Width, int Height, byte[] Rgb)
{
    public static DecodedPng Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var (at, header, packed, types) = (8, Array.Empty<byte>(), new MemoryStream(), new List<string>());
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            var data = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)),
                BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            types.Add(type);
            if (type == "IHDR")
            {
                header = data.ToArray();
            }
            else if (type == "IDAT")
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        Assert.Equal("IHDR", types[0]);
        Assert.Equal("IEND", types[^1]);
        Assert.Equal([8, 2, 0, 0, 0], header[8..13]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        packed.Position = 0;
        return new(width, height, Unfilter(packed, width * 3, height));
    }

    /// <summary>Mean of all channels, 0 to 255.</summary>
    public double MeanLevel => Rgb.Average(level => (double)level);

    /// <summary>Mean of red, green and blue.</summary>
    public (double R, double G, double B) MeanColour =>
        (Rgb.Where((_, i) => i % 3 == 0).Average(v => (double)v), Rgb.Where((_, i) => i % 3 == 1)
            .Average(v => (double)v),
            Rgb.Where((_, i) => i % 3 == 2).Average(v => (double)v));

    /// <summary>Standard deviation of the green channel: how far the picture is from one flat tone.</summary>
    public double Contrast
    {
        get
        {
            var green = Rgb.Where((_, i) => i % 3 == 1).Select(v => (double)v).ToArray();
            var mean = green.Average();
            return Math.Sqrt(green.Average(v => (v - mean) * (v - mean)));
        }
    }

    /// <summary>Mean absolute difference per channel, 0 to 255.</summary>
    public double DistanceTo(DecodedPng other) => Rgb.Zip(other.Rgb, (a, b) => Math.Abs(a - b)).Average();

    private static byte[] Unfilter(Stream packed, int rowBytes, int height)
    {
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var (rgb, line) = (new byte[rowBytes * height], new byte[rowBytes + 1]);
        for (var y = 0; y < height; y++)
        {
            zlib.ReadExactly(line);
            for (var x = 0; x < rowBytes; x++)
            {
                int left = x < 3 ? 0 : rgb[y * rowBytes + x - 3];
                int above = y == 0 ? 0 : rgb[(y - 1) * rowBytes + x];
                int corner = x < 3 || y == 0 ? 0 : rgb[(y - 1) * rowBytes + x - 3];
                var guess = line[0] switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ =>
                    Paeth(left, above, corner) };
                rgb[y * rowBytes + x] = (byte)(line[x + 1] + guess);
            }
        }

        Assert.Equal(-1, zlib.ReadByte());
        return rgb;
    }

    private static int Paeth(int left, int above, int corner) =>
        new[] { left, above, corner }.MinBy(candidate => Math.Abs(left + above - corner - candidate));

    /// <summary>CRC-32 bit by bit, without the table the writer uses.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
