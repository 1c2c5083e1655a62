namespace Backlot.Rendering.Signals;

/// <summary>Makes a copy of a file that doesn't tell where, when, by whom and with what it was taken. Pictures and sound are the
/// same, bit for bit.</summary>
/// <remarks>A served original must be this copy. What is kept of a picture's EXIF is which side is up. What stands inside of the coded pictures
/// (user data of H.264, HEVC and MPEG-2) is kept with them, and an MPEG program stream is copied as it is: docs/security.md says so.</remarks>
public sealed class WithoutLocation(Ffmpeg ffmpeg)
{
    /// <param name="path">A file that was probed.</param>
    /// <param name="facts">What the probe said.</param>
    /// <param name="outPath">There whole or not at all; replaced if it is there.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    /// <exception cref="MediaRefused">The file is not whole.</exception>
    /// <exception cref="FfmpegFailed">Its streams can't be copied.</exception>
    public Task MakeAsync(string path, MediaFacts facts, string outPath, CancellationToken ct) =>
        WholeFile.MakeAsync(outPath, temp =>
            facts.Kind is MediaKind.Image ? PlainImage.WriteAsync(path, temp, ct)
            : facts.Format == MediaFormat.Gif.Name ? Task.Run(() => PlainGif.Write(path, temp), ct)
            : RemuxAsync(path, facts, temp, ct));

    // Cameras put more into files of these names than the format of the name has a place for: plain PCM, AMR, H.263. QuickTime takes all of it.
    // None: MPEG program streams. ffmpeg cannot copy them into their own format without new times.
    private static string[] MuxersOf(string format) => format switch
    {
        "mp4" => ["mp4", "mov"],
        "mov" => ["mov"],
        "m4a" => ["ipod", "mp4", "mov"],
        "matroska" => ["matroska"],
        "webm" => ["webm"],
        "avi" => ["avi"],
        "flv" => ["flv"],
        "mpegts" => ["mpegts"],
        "ogv" or "ogg" => ["ogg"],
        "mp3" => ["mp3"],
        "flac" => ["flac"],
        "wav" => ["wav"],
        _ => [],
    };

    private async Task RemuxAsync(string path, MediaFacts facts, string temp, CancellationToken ct)
    {
        var muxers = MuxersOf(facts.Format);
        if (muxers.Length == 0)
            await CopyAsync(path, temp, ct);
        foreach (var muxer in muxers)
            try
            {
                await RemuxAsync(path, facts, muxer, temp, ct);
                return;
            }
            catch (FfmpegFailed) when (muxer != muxers[^1])
            {
                // It does not take these streams: the next one may.
            }
    }

    private Task RemuxAsync(string path, MediaFacts facts, string muxer, string temp, CancellationToken ct)
    {
        // Data tracks are left behind: cameras write the way they went there. So are covers, which have EXIF of their own.
        FfmpegOption[] maps = facts.Kind is MediaKind.Video ? [new("map", "0:V"), new("map", "0:a?")] : [new("map", "0:a:0")];
        FfmpegOption[] tags = muxer switch
        {
            "mp4" or "mov" or "ipod" => [new("movflags", "+faststart")],
            "mpegts" => [new("muxdelay", 0), new("muxpreload", 0)],
            _ => [],
        };
        return ffmpeg.RunAsync(
            new([new(MediaSniffer.Sniff(path, facts.Kind), Path.GetFullPath(path))], temp)
            {
                OutputOptions =
                [
                    .. maps, new("c", "copy"), new("map_metadata", "-1"), new("map_metadata:s", "-1"), new("map_chapters", "-1"),
                    .. tags, new("fflags", "+bitexact"),
                ],
                Muxer = muxer,
            },
            onSeconds: null, feed: null, ct);
    }

    private static async Task CopyAsync(string path, string temp, CancellationToken ct)
    {
        await using var from = File.OpenRead(path);
        await using var to = File.Create(temp);
        await from.CopyToAsync(to, ct);
    }
}
