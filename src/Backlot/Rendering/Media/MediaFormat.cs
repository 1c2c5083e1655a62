namespace Backlot.Rendering;

public enum MediaKind
{
    Audio,
    Image,
    Video,
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

    // Subtitles are never shown, but ffprobe opens their decoders, too, and fails where it may not.
    private static readonly string[] Subtitles = ["mov_text", "srt", "subrip", "ssa", "ass", "webvtt", "text", "dvbsub", "dvdsub", "pgssub"];
    private static readonly string[] Uncompressed = ["pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le"];

    private static readonly string[] Modern =
    [
        "h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg4", "mpeg2video", "mjpeg", "png", "prores", "h263",
        "aac", "mp3float", "mp2", "ac3", "eac3", "alac", "opus", "vorbis", "flac", "amrnb", .. Uncompressed,
    ];

    public static readonly MediaFormat Mp4 = Video("mp4", "video/mp4", "mov", Modern);
    public static readonly MediaFormat QuickTime = Video("mov", "video/quicktime", "mov", [.. Modern, "dvvideo", "rawvideo", "svq3", "cinepak"]);
    public static readonly MediaFormat Matroska = Video("matroska", "video/x-matroska", "matroska", [.. Modern, "theora", "ffv1"]);
    public static readonly MediaFormat WebM = Video("webm", "video/webm", "matroska", "vp8", "vp9", "libdav1d", "opus", "vorbis");
    public static readonly MediaFormat Avi = Video("avi", "video/x-msvideo", "avi",
    [
        .. Modern, "msmpeg4", "msmpeg4v2", "msmpeg4v1", "cinepak", "msvideo1", "huffyuv", "ffvhuff", "ffv1", "dvvideo", "rawvideo",
    ]);
    public static readonly MediaFormat MpegTs = Video("mpegts", "video/mp2t", "mpegts",
        "h264", "hevc", "mpeg2video", "mpeg1video", "aac", "aac_latm", "mp2", "mp3float", "ac3", "eac3", "opus");
    public static readonly MediaFormat MpegPs = Video("mpeg", "video/mpeg", "mpeg",
        "mpeg1video", "mpeg2video", "h264", "mp2", "mp3float", "ac3", "pcm_dvd");
    public static readonly MediaFormat Flv = Video("flv", "video/x-flv", "flv",
        "flv", "vp6f", "vp6a", "h264", "aac", "mp3float", "nellymoser", "pcm_s16le", "pcm_u8");
    public static readonly MediaFormat OggVideo = Video("ogv", "video/ogg", "ogg", "theora", "vp8", "vorbis", "opus", "flac");
    public static readonly MediaFormat Gif = Video("gif", "image/gif", "gif", "gif");

    /// <summary>What we write to ffmpeg ourselves.</summary>
    internal static readonly MediaFormat Samples = Audio("samples", "audio/pcm", "f32le", "pcm_f32le");
    internal static readonly MediaFormat Frames = Image("frames", "video/raw", "rawvideo", "rawvideo");
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

    private static MediaFormat Video(string name, string mimeType, string demuxer, params string[] decoders) =>
        new(name, MediaKind.Video, mimeType, demuxer, [.. decoders.Union(Covers), .. Subtitles]);

    private static MediaFormat Image(string name, string mimeType, string demuxer, params string[] decoders) =>
        new(name, MediaKind.Image, mimeType, demuxer, decoders);
}
