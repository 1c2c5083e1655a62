using static System.Buffers.Binary.BinaryPrimitives;

namespace Backlot.Rendering;

/// <summary>Copies a JPEG, PNG or WebP without all that is not its picture: EXIF, XMP, IPTC, comments, and whatever is hung on
/// behind its end. The coded picture and its colour profile stay as they are.</summary>
internal static class PlainImage
{
    /// <summary>A picture of 64 megapixels has no more bytes than this.</summary>
    private const long LimitBytes = 300_000_000;

    /// <exception cref="MediaRefused">The file is no whole picture of these formats.</exception>
    public static async Task WriteAsync(string path, string outPath, CancellationToken ct)
    {
        if (new FileInfo(path).Length > LimitBytes)
            throw new MediaRefused($"is larger than {LimitBytes / 1_000_000} MB");
        var format = MediaSniffer.Sniff(path, MediaKind.Image);
        var image = await File.ReadAllBytesAsync(path, ct);
        await using var output = File.Create(outPath);
        try
        {
            if (format == MediaFormat.Jpeg)
                Jpeg(image, output);
            else if (format == MediaFormat.Png)
                Png(image, output);
            else
                WebP(image, output);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new MediaRefused("is cut short");
        }
    }

    // Kept: APP0 (JFIF), a colour profile in APP2, APP14 (which colour model), and all that is not APPn or a comment.
    private static void Jpeg(ReadOnlySpan<byte> image, Stream output)
    {
        output.Write(image[..2]);
        var isOrientationWritten = false;
        for (var at = 2; ;)
        {
            if (image[at] != 0xff)
                throw new MediaRefused("cannot be decoded: its JPEG segments are broken");
            var marker = image[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }
            if (marker == 0xda)
            {
                output.Write(image[at..(at + PictureEnd(image[at..]))]);
                return;
            }
            var segment = image.Slice(at, 2 + ReadUInt16BigEndian(image[(at + 2)..]));
            at += segment.Length;
            if (marker == 0xe1 && !isOrientationWritten && segment.Length > 10 && segment[4..10].SequenceEqual("Exif\0\0"u8)
                && Orientation.Read(segment[10..]) is > 1 and var side)
            {
                var exif = Orientation.Write(side);
                output.Write([0xff, 0xe1, 0, (byte)(8 + exif.Length), .. "Exif\0\0"u8, .. exif]);
                isOrientationWritten = true;
            }
            if (marker is 0xe0 or 0xee or not ((>= 0xe0 and <= 0xef) or 0xfe)
                || (marker == 0xe2 && segment[4..].StartsWith("ICC_PROFILE\0"u8)))
                output.Write(segment);
        }
    }

    /// <summary>Up to the marker of the end: a phone may hang a second picture, with its own EXIF, behind it.</summary>
    private static int PictureEnd(ReadOnlySpan<byte> scans)
    {
        var end = 2;
        // Inside coded data ff stands before 00 or a restart; between the scans of a progressive picture lie tables.
        while (true)
        {
            var next = scans[end..].IndexOf((byte)0xff);
            if (next < 0 || end + next + 1 >= scans.Length)
                return scans.Length;
            end += next + 1;
            if (scans[end] == 0xd9)
                return end + 1;
            if (scans[end] is 0xc4 or 0xdb or 0xda or 0xdd)
                end += 1 + ReadUInt16BigEndian(scans[(end + 1)..]);
        }
    }

    private static void Png(ReadOnlySpan<byte> image, Stream output)
    {
        output.Write(image[..8]);
        for (var at = 8; ;)
        {
            var chunk = image.Slice(at, checked(12 + (int)ReadUInt32BigEndian(image[at..])));
            at += chunk.Length;
            var name = chunk[4..8];
            if (name.SequenceEqual("eXIf"u8) && Orientation.Read(chunk[8..^4]) is > 1 and var side)
                output.Write(PngChunk("eXIf"u8, Orientation.Write(side)));
            else if (!IsText(name))
                output.Write(chunk);
            if (name.SequenceEqual("IEND"u8))
                return;
        }

        static bool IsText(ReadOnlySpan<byte> name) => name.SequenceEqual("eXIf"u8) || name.SequenceEqual("tEXt"u8)
            || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8) || name.SequenceEqual("tIME"u8);
    }

    private static byte[] PngChunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] chunk = [0, 0, 0, (byte)content.Length, .. name, .. content, 0, 0, 0, 0];
        WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(chunk.AsSpan(4..^4)));
        return chunk;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xedb88320;
        }
        return ~crc;
    }

    private static void WebP(ReadOnlySpan<byte> image, Stream output)
    {
        const int ExifFlag = 8, XmpFlag = 4;
        var whole = image[..Math.Min(image.Length, 8 + checked((int)ReadUInt32LittleEndian(image[4..])))];
        output.Write(whole[..12]);
        for (var at = 12; at + 8 <= whole.Length;)
        {
            var length = checked((int)ReadUInt32LittleEndian(whole[(at + 4)..]));
            var chunk = whole.Slice(at, Math.Min(whole.Length - at, 8 + length + (length & 1)));
            at += chunk.Length;
            if (chunk.StartsWith("VP8X"u8))
            {
                byte[] head = [.. chunk];
                head[8] &= unchecked((byte)~XmpFlag);
                if (OrientationOf(whole) is not > 1)
                    head[8] &= unchecked((byte)~ExifFlag);
                output.Write(head);
            }
            else if (chunk.StartsWith("EXIF"u8))
            {
                if (OrientationOf(whole) is > 1 and var side)
                    output.Write([.. "EXIF"u8, (byte)Orientation.Write(side).Length, 0, 0, 0, .. Orientation.Write(side)]);
            }
            else if (!chunk.StartsWith("XMP "u8))
                output.Write(chunk);
        }
        Span<byte> size = stackalloc byte[4];
        WriteUInt32LittleEndian(size, (uint)(output.Length - 8));
        output.Position = 4;
        output.Write(size);
    }

    internal static int? OrientationOf(ReadOnlySpan<byte> webp)
    {
        for (var at = 12; at + 8 <= webp.Length;)
        {
            var size = ReadUInt32LittleEndian(webp[(at + 4)..]);
            if (size > webp.Length - at - 8)
                return null;
            var length = (int)size;
            if (webp[at..].StartsWith("EXIF"u8))
            {
                var exif = webp.Slice(at + 8, length);
                return Orientation.Read(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif);
            }
            at += 8 + length + (length & 1);
        }
        return null;
    }
}
