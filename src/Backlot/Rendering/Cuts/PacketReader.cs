using System.Runtime.CompilerServices;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Cuts;

/// <summary>Reads the coded frames of an H.264 stream out of a file, as they are and in the order they are decoded in.</summary>
internal static class PacketReader
{
    /// <summary>Those of a part, maybe with some before it.</summary>
    /// <exception cref="FfmpegFailed">The source can't be read.</exception>
    public static IAsyncEnumerable<CodedPicture> ReadAsync(Ffmpeg ffmpeg, PlannedPart part, CancellationToken ct) =>
        ReadAsync(ffmpeg, part.Source.Path, part.Source.Format, part.Source.StreamIndex, part.Source.StartSeconds, part.FirstSeconds, ct);

    /// <param name="path">A file of ours, or a source that was probed.</param>
    /// <param name="fromSeconds">From the container's start; begins with a key frame before it, maybe some.</param>
    /// <param name="startSeconds">Of the container.</param>
    /// <exception cref="FfmpegFailed">The file can't be read.</exception>
    public static async IAsyncEnumerable<CodedPicture> ReadAsync(Ffmpeg ffmpeg, string path, MediaFormat format, int streamIndex,
        double startSeconds, double fromSeconds, [EnumeratorCancellation] CancellationToken ct)
    {
        FfmpegOption[] from = fromSeconds > 0 ? [new("ss", fromSeconds)] : [];
        await using var output = ffmpeg.Open(new([new(format, path) { Options = from }], Output: null)
        {
            OutputOptions =
            [
                new("map", $"0:{streamIndex}"), new("c", "copy"), new("bsf:v", "h264_mp4toannexb"),
                // The times of the file itself: nothing is moved to where it would begin at zero.
                new("copyts"), new("avoid_negative_ts", "disabled"), new("fflags", "+bitexact"),
            ],
            Muxer = "nut",
        });
        var reader = new NutReader(output);
        while (await reader.ReadAsync(ct))
            yield return CodedPicture.Parse(reader.Seconds - startSeconds, reader.Data);
    }
}
