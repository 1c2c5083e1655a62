namespace Backlot.Rendering;

public enum MediaKind
{
    Audio,
    Image,
}

/// <summary>A container or picture format that is let in: its one demuxer and the few decoders needed behind
/// it.</summary>
/// <param name="Name">For people and for records: <c>png</c>, <c>m4a</c> …</param>
/// <param name="Demuxer">ffmpeg's name of it, forced on every open so that content can't choose another.</param>
/// <param name="Decoders">Names of decoders, not codecs: MP3 is decoded by <c>mp3float</c>.</param>
public sealed record MediaFormat(
    string Name, MediaKind Kind, string MimeType, string Demuxer, IReadOnlyList<string> Decoders)
{
    /// <summary>Largest picture, in pixels: 64 megapixels, refused by ffmpeg itself before it decodes.</summary>
    public const int PixelLimit = 64_000_000;

    public static readonly MediaFormat Png = Image("png", "image/png", "png_pipe", "png");
    public static readonly MediaFormat Jpeg = Image("jpeg", "image/jpeg", "jpeg_pipe", "mjpeg");
    public static readonly MediaFormat WebP = Image("webp", "image/webp", "webp_pipe", "webp");

    // Tracks may carry a cover picture: ffprobe opens its decoder too, though nothing is done with it.
    private static readonly string[] Covers = ["mjpeg", "png"];

    public static readonly MediaFormat Ogg = Audio("ogg", "audio/ogg", "ogg", "vorbis", "opus", "flac");
    public static readonly MediaFormat Mp3 = Audio("mp3", "audio/mpeg", "mp3", "mp3float");
    public static readonly MediaFormat Flac = Audio("flac", "audio/flac", "flac", "flac");
    public static readonly MediaFormat M4a = Audio("m4a", "audio/mp4", "mov", "aac", "alac", "mp3float");
    public static readonly MediaFormat Wav = Audio("wav", "audio/wav", "wav", "pcm_u8", "pcm_s16le", "pcm_s24le",
        "pcm_s32le", "pcm_f32le", "pcm_f64le");

    /// <summary>What we write to ffmpeg ourselves.</summary>
    internal static readonly MediaFormat Samples = Audio("samples", "audio/pcm", "f32le", "pcm_f32le");
    internal static readonly MediaFormat H264 = Image("h264", "video/h264", "h264", "h264");
    internal static readonly MediaFormat FilmTags = new("tags", MediaKind.Audio, "text/plain", "ffmetadata", ["none"]);

    /// <summary>What we have written and check.</summary>
    internal static readonly MediaFormat Film = Image("mp4", "video/mp4", "mov", "h264", "aac");

    /// <summary>Options that go before an input of this format, in ffmpeg and in ffprobe alike.</summary>
    /// <param name="protocols">Comma-separated; never a network protocol.</param>
    internal IEnumerable<string> Guards(string protocols) =>
    [
        "-protocol_whitelist", protocols,
        "-format_whitelist", Demuxer,
        "-codec_whitelist", string.Join(',', Decoders),
        "-max_pixels", $"{PixelLimit}",
    ];

    private static MediaFormat Audio(string name, string mimeType, string demuxer, params string[] decoders) =>
        new(name, MediaKind.Audio, mimeType, demuxer, [.. decoders, .. Covers]);

    private static MediaFormat Image(string name, string mimeType, string demuxer, params string[] decoders) =>
        new(name, MediaKind.Image, mimeType, demuxer, decoders);
}
