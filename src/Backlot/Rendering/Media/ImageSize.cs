using static System.Buffers.Binary.BinaryPrimitives;

namespace Backlot.Rendering;

/// <summary>Reads the size an image declares in its header, so that a far too large one is refused undecoded.</summary>
internal static class ImageSize
{
    /// <summary>Longest side, in pixels.</summary>
    public const int SideLimit = 16_384;

    private const int LimitMegapixels = MediaFormat.PixelLimit / 1_000_000;
    private const int JpegHeaderLimitBytes = 16 << 20;

    /// <exception cref="MediaRefused">The header is cut short, or the size is not one we decode.</exception>
    public static (int Width, int Height) Read(string path, MediaFormat format)
    {
        using var file = File.OpenRead(path);
        try
        {
            var (width, height) =
                format == MediaFormat.Png ? Png(file) : format == MediaFormat.Jpeg ? Jpeg(file) : WebP(file);
            Check(width, height);
            return (width, height);
        }
        catch (EndOfStreamException)
        {
            throw new MediaRefused("is cut short: its header is not whole");
        }
    }

    public static void Check(int width, int height)
    {
        if (width < 1 || height < 1)
            throw new MediaRefused("declares no width or height");
        if ((long)width * height > MediaFormat.PixelLimit)
            throw new MediaRefused($"is {width} x {height} pixels; the limit is {LimitMegapixels} megapixels");
        if (Math.Max(width, height) > SideLimit)
            throw new MediaRefused($"is {width} x {height} pixels; the limit is {SideLimit} on a side");
    }

    private static (int, int) Png(Stream file)
    {
        var head = Bytes(file, 24);
        return (ReadInt32BigEndian(head.AsSpan(16)), ReadInt32BigEndian(head.AsSpan(20)));
    }

    private static (int, int) Jpeg(Stream file)
    {
        Bytes(file, 2);
        while (file.Position < JpegHeaderLimitBytes)
        {
            var marker = Bytes(file, 2);
            if (marker[0] != 0xff)
                break;
            if (marker[1] == 0xff)
            {
                file.Position--; // a fill byte
                continue;
            }
            var length = ReadUInt16BigEndian(Bytes(file, 2));
            // Start of frame, any kind of coding; C4, C8 and CC lie in that range and are tables.
            if (marker[1] is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                var frame = Bytes(file, 5);
                return (ReadUInt16BigEndian(frame.AsSpan(3)), ReadUInt16BigEndian(frame.AsSpan(1)));
            }
            file.Position += Math.Max(0, length - 2);
        }
        throw new MediaRefused("cannot be decoded: no JPEG frame was found in it");
    }

    private static (int, int) WebP(Stream file)
    {
        var head = Bytes(file, 30);
        return head[12..16] switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => (1 + Int24(head.AsSpan(24)), 1 + Int24(head.AsSpan(27))),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L'] => Lossless(ReadUInt32LittleEndian(head.AsSpan(21))),
            _ => (ReadUInt16LittleEndian(head.AsSpan(26)) & 0x3fff,
                ReadUInt16LittleEndian(head.AsSpan(28)) & 0x3fff),
        };
    }

    private static (int, int) Lossless(uint bits) => (1 + (int)(bits & 0x3fff), 1 + (int)((bits >> 14) & 0x3fff));

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    private static byte[] Bytes(Stream file, int count)
    {
        var bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }
}
