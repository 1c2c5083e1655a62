using System.Globalization;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>Makes what is shown of a video: a picture that stands for a shot, a sheet of small pictures, a proxy that every
/// browser plays. All of them upright, with square pixels, in ordinary colours, and without a word of where they were
/// taken.</summary>
/// <remarks>Each output is there whole or not at all.</remarks>
public sealed class FootagePictures(Ffmpeg ffmpeg)
{
    /// <summary>Longest side of a thumbnail, in pixels; a smaller video is not enlarged.</summary>
    public const int ThumbnailSide = 640;

    /// <summary>Of one call.</summary>
    public const int MostThumbnails = 8;

    /// <summary>A picture with less of them, in the units of <see cref="ShotSignals"/>, is passed over if there is a better one.</summary>
    internal const double EnoughBrightness = EnoughLight / 255, EnoughContrast = EnoughDeviation / 127.5;

    /// <summary>The same, as mean and deviation of luma, 0 to 255.</summary>
    private const double EnoughLight = 40, EnoughDeviation = 24;

    /// <summary>Longer than any encoder goes without a frame that others are made from.</summary>
    private const int MostFramesApart = 16;

    /// <summary>Of longer stretches only key frames are decoded for a sprite sheet.</summary>
    private const double KeyFramesOnlySeconds = 60;

    // Where in a shot to look, in turn: the middle first, the edges, where a cross-fade may be, last.
    private static readonly double[] Places = [0.5, 0.3, 0.7, 0.15, 0.85, 0.02, 0.98];

    /// <summary>Writes a JPEG of the frame that is best to see in a stretch of the film.</summary>
    /// <param name="path">A video that was probed.</param>
    /// <param name="facts">What the probe said.</param>
    /// <param name="startSeconds">Inclusive, on the film's clock.</param>
    /// <param name="endSeconds">Exclusive.</param>
    /// <param name="outPath">Replaced if it is there.</param>
    /// <returns>The time of the frame, in seconds.</returns>
    /// <exception cref="MediaRefused">No frame of that stretch can be decoded.</exception>
    public async Task<double> ThumbnailAsync(
        string path, MediaFacts facts, double startSeconds, double endSeconds, string outPath, CancellationToken ct)
    {
        var seconds = await BestFrameAsync(path, facts, startSeconds, endSeconds, ct);
        var (width, height) = FootageFilter.Fitted(facts, ThumbnailSide);
        await WriteAsync(path, outPath,
            [new("ss", Text(seconds))],
            [
                new("map", "0:V:0"), new("frames:v", 1), new("map_metadata", "-1"),
                new("vf", $"{FootageFilter.Ordinary(facts)}{FootageFilter.Scale(width, height)}:out_range=pc,format=yuvj420p"),
                new("update", 1), .. FootageFilter.Jpeg,
            ],
            ct);
        return seconds;
    }

    /// <summary>Writes JPEGs of many frames, which is cheaper than one by one.</summary>
    /// <param name="path">A video that was probed.</param>
    /// <param name="facts">What the probe said.</param>
    /// <param name="frames">At most <see cref="MostThumbnails"/>. Where the next one is quicker to decode and of the same shot, it may be taken instead: it
    /// comes a few frames later.</param>
    /// <param name="folder">Takes <c>1.jpg</c>, <c>2.jpg</c> and so on.</param>
    /// <returns>False when not all of them can be decoded; there may be files then, of which nobody knows what they show.</returns>
    internal async Task<bool> ThumbnailsAsync(string path, MediaFacts facts, IReadOnlyList<ShotFrame> frames, string folder, CancellationToken ct)
    {
        var (width, height) = FootageFilter.Fitted(facts, ThumbnailSide);
        var picture = $"trim=end_frame=1,{FootageFilter.Ordinary(facts)}{FootageFilter.Scale(width, height)}:out_range=pc,format=yuvj420p";
        var all = Enumerable.Range(0, frames.Count).ToList();
        var inputs = frames.Select(frame => InputOf(path, Place(facts, frame))).ToList();
        var arguments = new FfmpegArguments(inputs, Path.Combine(folder.Replace("%", "%%", StringComparison.Ordinal), "%d.jpg"))
        {
            OutputOptions =
            [
                new("filter_complex", string.Concat(all.Select(n => $"[{n}:V:0]{picture}[p{n}];")) + string.Concat(all.Select(n => $"[p{n}]"))
                    + $"concat=n={frames.Count},setpts=N/TB"),
                new("map_metadata", "-1"), new("fps_mode", "passthrough"), .. FootageFilter.Jpeg,
            ],
            Muxer = "image2",
        };
        try
        {
            await ffmpeg.RunAsync(arguments, onSeconds: null, feed: null, ct);
            return all.TrueForAll(n => File.Exists(Path.Combine(folder, $"{n + 1}.jpg")));
        }
        catch (FfmpegFailed error) when (error is not FfmpegStalled)
        {
            return false;
        }
    }

    private static FfmpegOption[] Place(MediaFacts facts, ShotFrame frame)
    {
        // A little before the frame, so that rounding never makes it the next one, which may be of the next shot.
        if (facts.FrameRate is not { } rate || frame.EndSeconds - frame.Seconds <= MostFramesApart / rate.Value)
            return [new("ss", Text(Math.Max(0, frame.Seconds - 0.001)))];
        // Before a key frame is all that follows from the one before it: most shots begin with one, and are shown by it. And frames that no other
        // is made from are half of those between a key frame and the wanted one.
        FfmpegOption[] fewer = facts.VideoCodec is "h264" or "hevc" ? [new("skip_frame", "noref")] : [];
        return [.. fewer, new("ss", Text(frame.Seconds))];
    }

    /// <summary>Writes a JPEG sheet of small pictures at even distances, as a player shows them over its time line.</summary>
    /// <inheritdoc cref="ThumbnailAsync"/>
    /// <returns>How to read the sheet.</returns>
    public async Task<SpriteSheet> SpriteAsync(
        string path, MediaFacts facts, double startSeconds, double endSeconds, string outPath, CancellationToken ct)
    {
        var length = Math.Max(0.04, endSeconds - startSeconds);
        var sheet = SpriteSheet.Of(facts, length);
        FfmpegOption[] keysOnly = length > KeyFramesOnlySeconds ? [new("skip_frame", "nokey")] : [];
        // The frame that lasts longest is repeated at the end, so that the last tiles are never empty.
        var rate = string.Create(CultureInfo.InvariantCulture, $"{sheet.Tiles}/{length:0.######}");
        await WriteAsync(path, outPath,
            [.. keysOnly, new("ss", Text(startSeconds)), new("t", Text(length))],
            [
                new("map", "0:V:0"), new("map_metadata", "-1"),
                new("vf", $"{FootageFilter.Scale(sheet.TileWidth, sheet.TileHeight)},{FootageFilter.Ordinary(facts)}setpts=PTS-STARTPTS,"
                    + $"tpad=stop_mode=clone:stop_duration={Text(length)},fps={rate}:round=up,trim=end_frame={sheet.Tiles},"
                    + $"tile={sheet.Columns}x{sheet.Rows},scale=out_range=pc,format=yuvj420p"),
                new("frames:v", 1), new("update", 1), .. FootageFilter.Jpeg,
            ],
            ct);
        return sheet;
    }

    private async Task<double> BestFrameAsync(string path, MediaFacts facts, double startSeconds, double endSeconds, CancellationToken ct)
    {
        (double Worth, double Seconds)? best = null;
        foreach (var place in Places)
        {
            var seconds = startSeconds + place * (endSeconds - startSeconds);
            if (await LookAsync(path, facts, seconds, ct) is not { } light)
                continue;
            if (light.Mean >= EnoughLight && light.Deviation >= EnoughDeviation)
                return seconds;
            var worth = Math.Min(light.Mean, EnoughLight) / EnoughLight + light.Deviation / EnoughDeviation;
            if (best is null || worth > best.Value.Worth)
                best = (worth, seconds);
        }
        return best?.Seconds ?? throw new MediaRefused("cannot be decoded there: no picture comes out of it");
    }

    private async Task<(double Mean, double Deviation)?> LookAsync(string path, MediaFacts facts, double seconds, CancellationToken ct)
    {
        var arguments = new FfmpegArguments([InputOf(path, [new("ss", Text(seconds))])], Output: null)
        {
            OutputOptions =
            [
                new("map", "0:V:0"), new("frames:v", 1),
                new("vf", $"{FootageFilter.Ordinary(facts)}scale={SmallFrame.Width}:{SmallFrame.Height}:flags=area:out_range=pc,format=gray"),
            ],
            Muxer = "rawvideo",
        };
        try
        {
            await using var output = ffmpeg.Open(arguments);
            var pixels = new byte[SmallFrame.LumaBytes];
            return await output.ReadBytesAsync(pixels, ct) == pixels.Length ? PixelMath.MeanAndDeviation(pixels) : null;
        }
        catch (FfmpegFailed error) when (error is not FfmpegStalled)
        {
            return null;
        }
    }

    private Task WriteAsync(string path, string outPath, FfmpegOption[] input, FfmpegOption[] output, CancellationToken ct) =>
        WholeFile.MakeAsync(outPath, temp => ffmpeg.RunAsync(
            new([InputOf(path, input)], temp) { OutputOptions = output, Muxer = "image2" }, onSeconds: null, feed: null, ct));

    private static FfmpegInput InputOf(string path, FfmpegOption[] options) =>
        new(MediaSniffer.Sniff(path, MediaKind.Video), Path.GetFullPath(path)) { Options = options };

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
