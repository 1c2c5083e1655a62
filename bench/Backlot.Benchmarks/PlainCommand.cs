using System.Globalization;
using Backlot.Channels;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks;

/// <summary>What does one minute of an album cost by the command that everybody knows, a looped picture encoded frame by
/// frame? The baseline of the render step: at least 20 times its CPU.</summary>
internal sealed class PlainCommand(BenchServer server, string folder)
{
    /// <summary>A short film is only for trying things out.</summary>
    private static bool IsShort(VideoJobView album) => album.DurationSeconds is not > 600;

    /// <summary>Which pairs of the album are tried: three, as the cost depends on the picture; of a short film one.</summary>
    private static int[] Pairs(VideoJobView album) => IsShort(album) ? [1] : [1, 8, 15];

    /// <returns>CPU seconds for each second of film, averaged over some pairs of the album.</returns>
    /// <exception cref="StartFailed">ffmpeg failed.</exception>
    public async Task<double> CpuSecondsPerFilmSecondAsync(VideoJobView album, CancellationToken ct)
    {
        var (cpuSeconds, filmSeconds) = (0.0, 0.0);
        var longestSeconds = IsShort(album) ? 1.0 : 60;
        foreach (var n in Pairs(album))
        {
            var (picture, track) = (Below("picture.png"), Below("track"));
            await server.DownloadAsync(album.Images[n - 1].Url ?? "", Below("download"), ct);
            await server.DownloadAsync(album.Tracks[n - 1].Url ?? "", track, ct);
            await FillFrameAsync(Below("download"), picture, ct);

            var before = ChildUsage.SoFar();
            await PlainFfmpeg.RunAsync(ct,
            [
                "-loop", "1", "-framerate", Text(AlbumPlan.FrameRate), "-i", picture, "-i", track, "-c:v", "libx264", "-c:a", "aac",
                "-pix_fmt", "yuv420p", "-shortest", "-t", Text(longestSeconds), "-y", Below("plain.mp4"),
            ]);
            cpuSeconds += ChildUsage.SoFar().CpuSeconds - before.CpuSeconds;
            filmSeconds += Math.Min(longestSeconds, album.Tracks[n - 1].DurationSeconds ?? longestSeconds);
        }
        return cpuSeconds / filmSeconds;
    }

    /// <summary>The plain command takes the picture's own size for the film's; so own pictures are brought to it before.</summary>
    private static Task FillFrameAsync(string from, string to, CancellationToken ct)
    {
        var size = $"{AlbumPlan.Width}:{AlbumPlan.Height}";
        return PlainFfmpeg.RunAsync(
            ct, ["-i", from, "-vf", $"scale={size}:force_original_aspect_ratio=increase,crop={size}", "-frames:v", "1", "-y", to]);
    }

    private string Below(string name) => Path.Combine(folder, name);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
