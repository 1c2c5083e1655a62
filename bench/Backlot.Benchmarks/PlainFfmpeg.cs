using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks;

/// <summary>ffmpeg as anybody runs it, with none of our own arguments.</summary>
internal static class PlainFfmpeg
{
    /// <exception cref="StartFailed">It failed.</exception>
    public static async Task RunAsync(CancellationToken ct, params IEnumerable<string> arguments)
    {
        var result = await ChildProcess.RunAsync(new("ffmpeg", ["-nostdin", "-hide_banner", "-v", "error", .. arguments]), ct);
        if (result.ExitCode != 0)
            throw new StartFailed($"The plain ffmpeg command failed: {result.StderrTail.Trim()}");
    }
}
