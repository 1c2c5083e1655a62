using static System.Buffers.Binary.BinaryPrimitives;

namespace Backlot.Rendering;

/// <summary>Which side of a picture is up, as its EXIF says it: 1 is upright, 5 to 8 lie on their side.</summary>
internal static class PictureSide
{
    /// <param name="image">The whole file: JPEG, PNG or WebP.</param>
    /// <returns>1 where nothing is said, or nothing that can be read.</returns>
    public static int Of(ReadOnlySpan<byte> image) => (image.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]) ? Jpeg(image)
        : image.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG"u8]) ? Png(image)
        : image.StartsWith("RIFF"u8) ? PlainImage.OrientationOf(image) : null) ?? 1;

    private static int? Jpeg(ReadOnlySpan<byte> image)
    {
        for (var at = 2; at + 4 <= image.Length && image[at] == 0xff && image[at + 1] is not (0xd9 or 0xda);)
        {
            var length = ReadUInt16BigEndian(image[(at + 2)..]);
            if (length < 2 || at + 2 + length > image.Length)
                return null;
            var segment = image.Slice(at + 4, length - 2);
            if (image[at + 1] == 0xe1 && segment.StartsWith("Exif\0\0"u8) && Orientation.Read(segment[6..]) is { } side)
                return side;
            at += 2 + length;
        }
        return null;
    }

    private static int? Png(ReadOnlySpan<byte> image)
    {
        for (var at = 8L; at + 12 <= image.Length;)
        {
            var length = ReadUInt32BigEndian(image[(int)at..]);
            if (at + 12 + length > image.Length)
                return null;
            if (image.Slice((int)at + 4, 4).SequenceEqual("eXIf"u8))
                return Orientation.Read(image.Slice((int)at + 8, (int)length));
            at += 12 + length;
        }
        return null;
    }
}
