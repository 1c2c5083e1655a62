using System.Text.Json;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>Asks ffprobe about a file that may be hostile: one demuxer, few decoders, bounded time, memory and output.</summary>
internal sealed class Ffprobe(Ffmpeg ffmpeg)
{
    private const int MostStreams = 100;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly ProcessLimits Limits = new(AddressSpaceBytes: 2L << 30, CpuSeconds: 20, OpenFiles: 64);

    /// <summary>The answer as JSON; the caller disposes it.</summary>
    /// <exception cref="MediaRefused">ffprobe can't make sense of the file, or it needs a decoder that is not let in.</exception>
    public async Task<JsonDocument> AskAsync(string path, MediaFormat format, CancellationToken ct, params string[] question)
    {
        var result = await RunAsync(path, format, [.. question, "-of", "json"], null, ct);
        try
        {
            return JsonDocument.Parse(result.Stdout);
        }
        catch (JsonException)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }

    /// <summary>The answer line by line, in ffprobe's compact form, however long it is.</summary>
    /// <exception cref="MediaRefused">As in <see cref="AskAsync"/>.</exception>
    public Task ListAsync(string path, MediaFormat format, Action<string> onLine, CancellationToken ct, params string[] question) =>
        RunAsync(path, format, [.. question, "-of", "compact=p=0"], onLine, ct);

    private async Task<ProcessResult> RunAsync(
        string path, MediaFormat format, string[] question, Action<string>? onLine, CancellationToken ct)
    {
        var spec = new ProcessSpec(ffmpeg.Settings.ProbeProgram,
        [
            "-v", "error", "-hide_banner", .. format.Guards("file"), "-max_streams", $"{MostStreams}",
            "-f", format.Demuxer, .. question, $"file:{path}",
        ])
        { Deadline = Deadline, Limits = Limits, OnStdoutLine = onLine };
        try
        {
            var result = await ChildProcess.RunAsync(spec, ct);
            if (result.StderrTail.Contains("whitelist"))
                throw new MediaRefused(format.Kind is MediaKind.Video
                    ? "holds a stream of a kind that is not let in"
                    : "holds something else than the sound or picture of a track or an image");
            if (result.ExitCode != 0 || result.StdoutTruncated)
                throw new MediaRefused("cannot be decoded");
            return result;
        }
        catch (ProcessTimedOut)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }
}
