using Backlot.Platform.Logging;

namespace Backlot.Rendering;

/// <summary>ffmpeg ended with another code than 0. Its message may be shown to clients; as text (<see cref="ToString"/>), which is how logs write
/// it, it holds all that ffmpeg said.</summary>
/// <param name="exitCode">137: killed, most often by the kernel for want of memory.</param>
/// <param name="stderr">What it wrote; the last 20 lines are kept.</param>
public class FfmpegFailed(int exitCode, string stderr) : Exception(Sentence(exitCode, LastLines(stderr)))
{
    public int ExitCode => exitCode;

    /// <summary>The last 20 lines on standard error. They hold server paths: for the log, not for a client.</summary>
    public IReadOnlyList<string> Lines { get; } = LastLines(stderr);

    public override string ToString() => base.ToString() + string.Concat(Lines.Select(line => $"{Environment.NewLine}   ffmpeg: {line}"));

    private static string Sentence(int exitCode, string[] lines) =>
        exitCode == 137
            ? "ffmpeg was killed from outside, most likely because the machine has too little memory."
            : $"ffmpeg failed with code {exitCode}: {(lines.Length > 0 ? Pathless.Of(lines[^1]) : "it gave no reason")}";

    private static string[] LastLines(string stderr) =>
        [.. stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(20)];
}

/// <summary>ffmpeg's output did not advance for a while, so it was killed.</summary>
public sealed class FfmpegStalled(double stallSeconds, string stderr) : FfmpegFailed(137, stderr)
{
    public override string Message => $"ffmpeg was ended: its output had not advanced for {stallSeconds:0.#} s.";
}
