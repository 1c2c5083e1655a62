using System.Buffers;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>Tells a file's format from its first bytes alone; names and claims are not looked at.</summary>
public static class MediaSniffer
{
    private const int HeadBytes = 4096;

    /// <param name="path">A local file.</param>
    /// <param name="wanted">A file of another kind is refused; null for whatever it is.</param>
    /// <returns>Of an MP4 of which no kind was wanted: <see cref="MediaFormat.Mp4"/>, also if it may turn out to hold sound
    /// only.</returns>
    /// <exception cref="MediaRefused">It is no regular file, empty, or of no format that is let in.</exception>
    public static MediaFormat Sniff(string path, MediaKind? wanted)
    {
        var head = ReadHead(path);
        if (head.Length == 0)
            throw new MediaRefused("is empty");
        var found = FormatOf(head, wanted);
        if (found is not null && (wanted is null || found.Kind == wanted))
            return found;
        throw new MediaRefused(wanted switch
        {
            MediaKind.Audio => $"is not audio: it looks like {Describe(head, found)}; use OGG, MP3, FLAC, WAV or M4A",
            MediaKind.Image => $"is not an image: it looks like {Describe(head, found)}; use JPEG, PNG or WebP",
            MediaKind.Video => $"is not a video: it looks like {Describe(head, found)}; use MP4, MOV, MKV, WebM, AVI, MPEG, FLV, OGV or GIF",
            _ => $"is no video, sound or image that can be used: it looks like {Describe(head, found)}",
        });
    }

    private static MediaFormat? FormatOf(ReadOnlySpan<byte> head, MediaKind? wanted) => head switch
    {
        _ when head.StartsWith(PngMagic) => MediaFormat.Png,
        [0xff, 0xd8, 0xff, ..] => MediaFormat.Jpeg,
        _ when IsRiff(head, "WEBP"u8) => MediaFormat.WebP,
        _ when IsRiff(head, "WAVE"u8) => MediaFormat.Wav,
        _ when IsRiff(head, "AVI "u8) => MediaFormat.Avi,
        _ when head.StartsWith("OggS"u8) =>
            head.IndexOf("theora"u8) >= 0 || head.IndexOf("OVP80"u8) >= 0 ? MediaFormat.OggVideo : MediaFormat.Ogg,
        _ when head.StartsWith("fLaC"u8) => MediaFormat.Flac,
        _ when head.StartsWith("ID3"u8) || IsMp3Frame(head) => MediaFormat.Mp3,
        _ when head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) => Mpeg4(head[8..12], wanted),
        _ when head.Length >= 12 && IsQuickTimeAtom(head[4..8]) => MediaFormat.QuickTime,
        [0x1a, 0x45, 0xdf, 0xa3, ..] => head.IndexOf("webm"u8) is > 0 and < 64 ? MediaFormat.WebM : MediaFormat.Matroska,
        [0, 0, 1, 0xba, ..] => MediaFormat.MpegPs,
        _ when IsTransportStream(head) => MediaFormat.MpegTs,
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => MediaFormat.Flv,
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => MediaFormat.Gif,
        _ => null,
    };

    // A brand tells little: many a track is called "isom", so what was wanted decides, or later the streams.
    private static MediaFormat? Mpeg4(ReadOnlySpan<byte> brand, MediaKind? wanted) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("heic"u8) || brand.SequenceEqual("mif1"u8) ? null
        : wanted is MediaKind.Audio || brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8) ? MediaFormat.M4a
        : brand.SequenceEqual("qt  "u8) ? MediaFormat.QuickTime
        : MediaFormat.Mp4;

    // Films of before 2001 begin without a word about what they are.
    private static bool IsQuickTimeAtom(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("moov"u8) || name.SequenceEqual("mdat"u8) || name.SequenceEqual("wide"u8);

    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        head.Length > 2 * 188 && head[0] == 0x47 && head[188] == 0x47 && head[2 * 188] == 0x47;

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
        found == MediaFormat.Gif ? "a GIF image"
        : found is { Kind: MediaKind.Video } ? $"{found.Name.ToUpperInvariant()} video"
        : found is { Kind: MediaKind.Audio } ? $"{found.Name.ToUpperInvariant()} audio"
        : found is not null ? $"a {found.Name.ToUpperInvariant()} image"
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) ? "an AVIF or HEIC image"
        : head.StartsWith("%PDF"u8) ? "a PDF document"
        : head is [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] ? "a program"
        : head.StartsWith("PK"u8) ? "a ZIP archive"
        : head.ContainsAnyExcept(TextBytes) ? "something else"
        : "text";

    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([9, 10, 12, 13, .. Enumerable.Range(32, 224).Where(b => b != 127).Select(b => (byte)b)]);
}
