using System.Buffers.Binary;
using System.Text;
using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

/// <summary>Puts EXIF into pictures, and XMP and comments where the format has them, as cameras and editors do.</summary>
internal static class ExifPicture
{
    /// <param name="side">Which side is up, 1 to 8.</param>
    /// <param name="words">Found again in every place that holds words.</param>
    public static byte[] With(byte[] picture, int side, string words)
    {
        var exif = Exif(side, words);
        byte[] text = Encoding.Latin1.GetBytes(words);
        if (picture[0] == 0xff)
            return [.. picture[..2], .. Segment(0xe1, [.. "Exif\0\0"u8, .. exif]), .. Segment(0xe1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. text]),
                .. Segment(0xfe, text), .. picture[2..]];
        if (picture[0] == 0x89)
            // Behind the header; readers of these don't check the sums of what they don't show.
            return [.. picture[..33], .. Chunk("eXIf"u8, exif), .. Chunk("tEXt"u8, [.. "Comment\0"u8, .. text]), .. picture[33..]];
        byte[] head = [.. "VP8X"u8, 10, 0, 0, 0, 8 | 4, 0, 0, 0, 63, 0, 0, 47, 0, 0];
        byte[] body = [.. "WEBP"u8, .. head, .. picture[12..], .. Even("EXIF"u8, exif), .. Even("XMP "u8, text)];
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        return [.. "RIFF"u8, .. size, .. body];
    }

    /// <summary>Which side is up; null if there is no EXIF.</summary>
    public static int? SideOf(byte[] picture)
    {
        var at = picture.AsSpan().IndexOf("MM\0*"u8);
        return at < 0 ? null : Orientation.Read(picture.AsSpan(at));
    }

    // Two tags: the side, and words as the name of who took it.
    private static byte[] Exif(int side, string words)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, words.Length);
        return [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 2,
            1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)side, 0, 0,
            1, 0x3b, 0, 2, .. length, 0, 0, 0, 38,
            0, 0, 0, 0, .. Encoding.Latin1.GetBytes(words)];
    }

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xff, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. name, .. content, 0, 0, 0, 0];
    }

    private static byte[] Even(ReadOnlySpan<byte> name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. name, .. length, .. content, .. content.Length % 2 == 1 ? new byte[1] : []];
    }
}
