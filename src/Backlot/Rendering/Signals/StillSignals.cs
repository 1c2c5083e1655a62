using System.Globalization;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>Measures a picture as if it were a shot that stands still, so that shots can be compared with it.</summary>
public sealed class StillSignals(Ffmpeg ffmpeg)
{
    /// <param name="path">A picture of a format that is let in.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    /// <exception cref="MediaRefused">It is no picture, or cannot be decoded.</exception>
    public async Task<ShotSignals> OfAsync(string path, CancellationToken ct)
    {
        var pixels = new byte[SmallFrame.Bytes];
        try
        {
            await using var output = ffmpeg.Open(Arguments(path));
            if (await output.ReadBytesAsync(pixels, ct) < pixels.Length)
                throw new MediaRefused("cannot be decoded: no picture comes out of it");
        }
        catch (FfmpegFailed failed) when (failed is not FfmpegStalled)
        {
            throw new MediaRefused("cannot be decoded");
        }
        var gatherer = new ShotGatherer();
        gatherer.Add(FrameSignals.Of(new(0, pixels), null, isSampled: true));
        return gatherer.End(0, []);
    }

    private static FfmpegArguments Arguments(string path) => new([new(MediaSniffer.Sniff(path, MediaKind.Image), Path.GetFullPath(path))], Output: null)
    {
        OutputOptions =
        [
            new("map", "0:v:0"), new("frames:v", 1),
            new("vf", string.Create(CultureInfo.InvariantCulture, $"scale={SmallFrame.Width}:{SmallFrame.Height}:flags=area:out_range=pc,format=yuv420p")),
            new("c:v", "rawvideo"),
        ],
        Muxer = "rawvideo",
    };
}
