namespace Backlot.Rendering.Signals;

/// <summary>Makes a copy of a video that every browser plays and that starts before it is loaded: H.264 and AAC in an MP4 of at
/// most 1280 x 720 (or 720 x 1280), its index in front.</summary>
public sealed class FootageProxy(Ffmpeg ffmpeg)
{
    private const int LongSide = 1280, ShortSide = 720;

    /// <summary>Copies the streams if they are what they should be, and encodes what isn't.</summary>
    /// <param name="path">A video that was probed.</param>
    /// <param name="facts">What the probe said.</param>
    /// <param name="outPath">There whole or not at all; replaced if it is there.</param>
    /// <param name="progress">Told shares from 0 to 1.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    /// <returns>True if the pictures were copied, not encoded.</returns>
    /// <exception cref="FfmpegFailed">The video can't be decoded.</exception>
    public async Task<bool> MakeAsync(string path, MediaFacts facts, string outPath, IProgress<double>? progress, CancellationToken ct)
    {
        var copies = Fits(facts);
        var input = new FfmpegInput(MediaSniffer.Sniff(path, MediaKind.Video), Path.GetFullPath(path));
        await WholeFile.MakeAsync(outPath, temp => ffmpeg.RunAsync(
            new([input], temp)
            {
                Threads = Math.Min(4, Environment.ProcessorCount),
                OutputOptions =
                [
                    new("map", "0:V:0"), new("map", "0:a:0?"), new("map_metadata", "-1"), new("map_metadata:s", "-1"), new("map_chapters", "-1"),
                    .. copies ? [new("c:v", "copy")] : Encoder(facts),
                    .. SoundFits(facts) ? [new("c:a", "copy")] : (FfmpegOption[])[new("c:a", "aac"), new("b:a", "128k"), new("ac", 2)],
                    new("movflags", "+faststart"), new("fflags", "+bitexact"),
                ],
                Muxer = "mp4",
            },
            seconds => progress?.Report(Math.Clamp(seconds / Math.Max(0.001, facts.DurationSeconds ?? 0), 0, 1)), feed: null, ct));
        return copies;
    }

    private static bool Fits(MediaFacts facts) =>
        facts is { HasFrameTimes: true, VideoCodec: "h264", PixelFormat: "yuv420p" or "yuvj420p", Width: { } width, Height: { } height }
        && Math.Max(width, height) <= LongSide && Math.Min(width, height) <= ShortSide;

    private static bool SoundFits(MediaFacts facts) =>
        facts.Streams.FirstOrDefault(stream => stream.Kind == "audio") is not { } sound || (sound.Codec == "aac" && facts.Channels <= 2);

    private static FfmpegOption[] Encoder(MediaFacts facts)
    {
        var (width, height) = (facts.Width ?? LongSide, facts.Height ?? ShortSide);
        var (mostWidth, mostHeight) = width >= height ? (LongSide, ShortSide) : (ShortSide, LongSide);
        var factor = Math.Min(1, Math.Min((double)mostWidth / width, (double)mostHeight / height));
        return
        [
            new("vf", $"{FootageFilter.Ordinary(facts)}{FootageFilter.Scale(Even(width * factor), Even(height * factor))},format=yuv420p"),
            new("fps_mode", "vfr"), new("c:v", "libx264"), new("preset", "veryfast"), new("crf", 23), new("profile:v", "high"),
            new("maxrate", 5_000_000), new("bufsize", 10_000_000),
            // A key frame every two seconds or so: players jump to those.
            new("force_key_frames", "expr:gte(t,n_forced*2)"),
            new("color_primaries", "bt709"), new("color_trc", "bt709"), new("colorspace", "bt709"),
            new("flags:v", "+bitexact"),
        ];
    }

    private static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2) * 2);
}
