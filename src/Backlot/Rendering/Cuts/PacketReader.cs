using System.Runtime.CompilerServices;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Cuts;

/// <summary>Reads the coded frames of an H.264 stream out of a file, as they are and in the order they are decoded in.</summary>
internal static class PacketReader
{
    /// <summary>Those of a part, and what lies before it from a key frame on.</summary>
    /// <exception cref="FfmpegFailed">The source can't be read.</exception>
    public static async IAsyncEnumerable<CodedPicture> ReadAsync(Ffmpeg ffmpeg, PlannedPart part, [EnumeratorCancellation] CancellationToken ct)
    {
        var source = part.Source;
        FfmpegOption[] from = part.FirstSeconds > 0 ? [new("ss", part.FirstSeconds)] : [];
        await using var output = ffmpeg.Open(new([new(source.Format, source.Path) { Options = from }], Output: null)
        {
            OutputOptions =
            [
                new("map", $"0:{source.StreamIndex}"), new("c", "copy"), new("bsf:v", "h264_mp4toannexb"),
                // The times of the file itself: nothing is moved to where it would begin at zero.
                new("copyts"), new("avoid_negative_ts", "disabled"), new("fflags", "+bitexact"),
            ],
            Muxer = "nut",
        });
        var reader = new NutReader(output);
        while (await reader.ReadAsync(ct))
            yield return CodedPicture.Parse(reader.Seconds - source.StartSeconds, reader.Data);
    }

    /// <summary>Those of a stretch, from the first to the last.</summary>
    /// <param name="path">As <see cref="CutPictures"/> has written it: no program is needed to read that.</param>
    public static async IAsyncEnumerable<CodedPicture> ReadAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var reader = new NutReader(file);
        while (await reader.ReadAsync(ct))
            yield return CodedPicture.Parse(reader.Seconds, reader.Data);
    }
}
