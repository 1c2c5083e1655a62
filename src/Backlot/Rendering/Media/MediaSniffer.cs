using System.Buffers;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>Tells a file's format from its first bytes alone; names and claims are not looked at.</summary>
public static class MediaSniffer
{
    private const int HeadBytes = 4096;

    /// <exception cref="MediaRefused">It is no regular file, empty, or of no format that is let in.</exception>
    public static MediaFormat Sniff(string path, MediaKind wanted)
    {
        var head = ReadHead(path);
        if (head.Length == 0)
            throw new MediaRefused("is empty");
        var found = FormatOf(head);
        if (found?.Kind == wanted)
            return found;
        throw new MediaRefused(wanted is MediaKind.Audio
            ? $"is not audio: it looks like {Describe(head, found)}; use OGG, MP3, FLAC, WAV or M4A"
            : $"is not an image: it looks like {Describe(head, found)}; use JPEG, PNG or WebP");
    }

    internal static MediaFormat? FormatOf(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith(PngMagic) => MediaFormat.Png,
        [0xff, 0xd8, 0xff, ..] => MediaFormat.Jpeg,
        _ when IsRiff(head, "WEBP"u8) => MediaFormat.WebP,
        _ when IsRiff(head, "WAVE"u8) => MediaFormat.Wav,
        _ when head.StartsWith("OggS"u8) => MediaFormat.Ogg,
        _ when head.StartsWith("fLaC"u8) => MediaFormat.Flac,
        _ when head.StartsWith("ID3"u8) || IsMp3Frame(head) => MediaFormat.Mp3,
        _ when head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) => MediaFormat.M4a,
        _ => null,
    };

    private static ReadOnlySpan<byte> PngMagic => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    private static byte[] ReadHead(string path)
    {
        // Opening a FIFO would wait for ever, and a device never ends: only a regular file is opened at all.
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new MediaRefused(Directory.Exists(path) ? "is a folder" : "is not there");
        if (!LibC.IsRegularFile(path))
            throw new MediaRefused("is not a regular file");
        using var file = File.OpenRead(path);
        var head = new byte[HeadBytes];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);

    // Frame sync, layer III, a real bit rate and sample rate: four bytes that text never begins with.
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && head[0] == 0xff && (head[1] & 0xe6) == 0xe2
        && (head[1] & 0x18) != 0x08 && head[2] >> 4 is > 0 and < 15 && (head[2] & 0x0c) != 0x0c;

    private static string Describe(ReadOnlySpan<byte> head, MediaFormat? found) =>
        found is { Kind: MediaKind.Audio } ? $"{found.Name.ToUpperInvariant()} audio"
        : found is not null ? $"a {found.Name.ToUpperInvariant()} image"
        : head.StartsWith("GIF8"u8) ? "a GIF image"
        : head.StartsWith("%PDF"u8) ? "a PDF document"
        : head is [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] ? "a program"
        : head.StartsWith("PK"u8) ? "a ZIP archive"
        : head.ContainsAnyExcept(TextBytes) ? "something else"
        : "text";

    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([9, 10, 12, 13, .. Enumerable.Range(32, 224).Where(b => b != 127).Select(b => (byte)b)]);
}
