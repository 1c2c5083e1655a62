using System.Globalization;

namespace Backlot.Rendering;

/// <summary>Turns pictures of any size into frames of a film, and into thumbnails.</summary>
public sealed class Stills(Ffmpeg ffmpeg)
{
    private const int ThumbnailWidth = 1280;
    private const int ThumbnailHeight = 720;

    /// <summary>YouTube refuses thumbnails of more than 2 MB.</summary>
    private const int ThumbnailLimitBytes = 2_000_000;

    /// <summary>Changes whenever the same picture would come out as other bytes.</summary>
    internal const string Recipe = "still/1";

    /// <summary>Writes a JPEG of 1280 x 720 and less than 2 MB, cropped to that shape.</summary>
    /// <exception cref="MediaRefused">The image is of no format or size that is let in.</exception>
    public async Task ThumbnailAsync(string imagePath, string outJpegPath, CancellationToken ct)
    {
        // Quality 2 is ffmpeg's best. Only a picture of pure noise needs the second step, and none a third.
        foreach (var quality in (int[])[2, 6, 15])
        {
            var arguments = new FfmpegArguments([InputOf(imagePath)], outJpegPath)
            {
                OutputOptions =
                [
                    new("map", "0:v:0"), new("frames:v", 1), new("map_metadata", "-1"),
                    new("vf", Filter(ThumbnailWidth, ThumbnailHeight, Fit.Crop, "bt601", "pc", "yuvj420p")),
                    new("c:v", "mjpeg"), new("q:v", quality), new("huffman", "optimal"), new("update", 1),
                    new("fflags", "+bitexact"), new("flags:v", "+bitexact"),
                ],
                Muxer = "image2",
            };
            await ffmpeg.RunAsync(arguments, onSeconds: null, feed: null, ct);
            if (new FileInfo(outJpegPath).Length < ThumbnailLimitBytes)
                return;
        }
    }

    /// <summary>Writes a JPEG of the whole picture, its longer side of so many pixels at most and nothing in it but the picture.</summary>
    /// <param name="side">A smaller picture is not enlarged.</param>
    /// <exception cref="MediaRefused">The image is of no format or size that is let in.</exception>
    public Task SmallAsync(string imagePath, int side, string outJpegPath, CancellationToken ct) => ffmpeg.RunAsync(
        new([InputOf(imagePath)], outJpegPath)
        {
            OutputOptions =
            [
                new("map", "0:v:0"), new("frames:v", 1), new("map_metadata", "-1"),
                new("vf", "format=gbrap,premultiply=inplace=1,"
                    + Text($"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:")
                    + "flags=lanczos+accurate_rnd+full_chroma_int:out_color_matrix=bt601:out_range=pc,format=yuvj420p,setsar=1"),
                new("c:v", "mjpeg"), new("q:v", 4), new("huffman", "optimal"), new("update", 1),
                new("fflags", "+bitexact"), new("flags:v", "+bitexact"),
            ],
            Muxer = "image2",
        },
        onSeconds: null, feed: null, ct);

    /// <summary>Writes the picture as one H.264 key frame of the film's size.</summary>
    /// <remarks>
    /// About 0.2 s of one core for 1920 x 1080: on a single key frame the slower presets gain nothing (measured: 20
    /// times the time for a lower PSNR). The settings are those the copies of
    /// <see cref="Pictures.StillFrame"/> can refer to: CAVLC, one reference, no weights, output in decoding order.
    /// </remarks>
    internal Task EncodeAsync(
        string imagePath, int width, int height, int frameRate, Fit fit, string outPath, CancellationToken ct) =>
        ffmpeg.RunAsync(
            new([InputOf(imagePath)], outPath)
            {
                OutputOptions =
                [
                    new("map", "0:v:0"), new("frames:v", 1), new("r", frameRate),
                    new("vf", Filter(width, height, fit, "bt709", "tv", "yuv420p")),
                    new("c:v", "libx264"), new("preset", "veryfast"), new("tune", "stillimage"), new("crf", 18),
                    new("profile:v", "high"), new("bf", 0), new("refs", 1),
                    new("g", Pictures.StillStream.KeySeconds * frameRate),
                    new("x264-params", "cabac=0:weightp=0:scenecut=0:rc-lookahead=0:mbtree=0:sliced-threads=0:aud=0"),
                    new("color_primaries", "bt709"), new("color_trc", "bt709"), new("colorspace", "bt709"),
                    new("color_range", "tv"), new("chroma_sample_location", "left"),
                    new("fflags", "+bitexact"), new("flags:v", "+bitexact"),
                ],
                Muxer = "h264",
            },
            onSeconds: null, feed: null, ct);

    private static FfmpegInput InputOf(string imagePath)
    {
        var format = MediaSniffer.Sniff(imagePath, MediaKind.Image);
        ImageSize.Read(imagePath, format);
        return new(format, Path.GetFullPath(imagePath));
    }

    private static string Filter(int width, int height, Fit fit, string matrix, string range, string pixels)
    {
        var enlarge = fit is Fit.Crop ? "increase" : "decrease";
        var shape = fit is Fit.Crop
            ? Text($"crop={width}:{height}")
            : Text($"pad={width}:{height}:-1:-1:black");
        // Transparent parts become black first: what colour they have underneath is chance.
        return "format=gbrap,premultiply=inplace=1,"
            + Text($"scale={width}:{height}:force_original_aspect_ratio={enlarge}:force_divisible_by=2:")
            + $"flags=lanczos+accurate_rnd+full_chroma_int:out_color_matrix={matrix}:out_range={range},"
            + $"format={pixels},{shape},setsar=1";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
