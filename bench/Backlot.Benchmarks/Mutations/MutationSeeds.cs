using Backlot.Platform;

namespace Backlot.Benchmarks.Mutations;

/// <summary>Small good files of every container and codec that is let in.</summary>
internal static class MutationSeeds
{
    private static readonly (string Name, string[] Arguments)[] Kinds =
    [
        ("h264.mp4", ["-c:v", "libx264", "-bf", "2", "-c:a", "aac"]),
        ("fragments.mp4", ["-c:v", "libx264", "-g", "10", "-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov"]),
        ("hevc.mp4", ["-c:v", "libx265", "-x265-params", "log-level=error", "-c:a", "aac"]),
        ("quick.mov", ["-c:v", "libx264", "-c:a", "pcm_s16le"]),
        ("vp8.webm", ["-c:v", "libvpx", "-c:a", "libvorbis"]),
        ("vp9.webm", ["-c:v", "libvpx-vp9", "-c:a", "libopus"]),
        ("h264.mkv", ["-c:v", "libx264", "-c:a", "flac"]),
        ("part2.avi", ["-c:v", "mpeg4", "-c:a", "libmp3lame"]),
        ("stream.ts", ["-c:v", "libx264", "-c:a", "ac3"]),
        ("program.mpg", ["-c:v", "mpeg2video", "-c:a", "mp2"]),
        ("flash.flv", ["-c:v", "flv", "-c:a", "libmp3lame"]),
        ("theora.ogv", ["-c:v", "libtheora", "-c:a", "libvorbis"]),
        ("moving.gif", ["-an"]),
        ("sound.wav", ["-vn"]), ("sound.mp3", ["-vn"]), ("sound.flac", ["-vn"]), ("sound.ogg", ["-vn", "-c:a", "libvorbis"]), ("sound.m4a", ["-vn"]),
        ("picture.jpg", ["-an", "-frames:v", "1"]), ("picture.png", ["-an", "-frames:v", "1"]), ("picture.webp", ["-an", "-frames:v", "1"]),
    ];

    /// <param name="most">So many of them, spread over all kinds.</param>
    /// <exception cref="StartFailed">ffmpeg could not make one.</exception>
    public static async Task<IReadOnlyList<string>> MakeAsync(TempFolder folder, int most, CancellationToken ct)
    {
        var paths = new List<string>();
        foreach (var (name, arguments) in Kinds.Where((_, n) => n * most / Kinds.Length != (n - 1) * most / Kinds.Length || n == 0).Take(most))
        {
            paths.Add(folder.Below(name));
            await PlainFfmpeg.RunAsync(ct, ["-y", "-f", "lavfi", "-i", "testsrc2=s=96x64:d=1.2:r=25",
                "-f", "lavfi", "-i", "sine=d=1.2:r=44100", "-pix_fmt", name.EndsWith(".png", StringComparison.Ordinal) ? "rgb24" : "yuv420p", "-ac", "2",
                .. arguments, paths[^1]]);
        }
        return paths;
    }
}
