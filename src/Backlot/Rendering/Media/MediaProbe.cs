using System.Text.Json;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>Decides whether a file may come in, and what it is. ffmpeg's good word alone is not enough.</summary>
public sealed class MediaProbe(Ffmpeg ffmpeg)
{
    /// <summary>Longest track, in seconds: 6 hours.</summary>
    public const double DurationLimitSeconds = 6 * 3600;

    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(20);
    private static readonly ProcessLimits ProbeLimits = new(AddressSpaceBytes: 2L << 30, CpuSeconds: 20, OpenFiles: 64);

    /// <summary>Sniffs, probes and decodes the file: all of a track, the one frame of an image.</summary>
    /// <param name="path">A local file; its name is never shown nor trusted.</param>
    /// <param name="wanted">A file of another kind is refused.</param>
    /// <param name="ct">Ends the programs at once.</param>
    /// <exception cref="MediaRefused">Says what is wrong with the file.</exception>
    public async Task<MediaFacts> ProbeAsync(string path, MediaKind wanted, CancellationToken ct)
    {
        path = Path.GetFullPath(path);
        var format = MediaSniffer.Sniff(path, wanted);
        if (wanted is MediaKind.Image)
            ImageSize.Read(path, format);
        var facts = await ReadFactsAsync(path, format, ct);
        return wanted is MediaKind.Image
            ? await DecodeImageAsync(path, format, facts, ct)
            : await DecodeAudioAsync(path, format, facts, ct);
    }

    private async Task<MediaFacts> ReadFactsAsync(string path, MediaFormat format, CancellationToken ct)
    {
        var probe = new ProcessSpec(ffmpeg.Settings.ProbeProgram,
        [
            "-v", "error", "-hide_banner", .. format.Guards("file"), "-f", format.Demuxer,
            "-show_streams", "-of", "json", $"file:{path}",
        ])
        { Deadline = ProbeDeadline, Limits = ProbeLimits };
        try
        {
            var result = await ChildProcess.RunAsync(probe, ct);
            if (result.StderrTail.Contains("whitelist"))
                throw new MediaRefused($"holds something else than the sound or picture of a track or an image");
            if (result.ExitCode != 0 || result.StdoutTruncated)
                throw new MediaRefused("cannot be decoded");
            using var document = JsonDocument.Parse(result.Stdout);
            return FactsOf(path, format, document.RootElement);
        }
        catch (Exception error) when (error is ProcessTimedOut or JsonException)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }

    private static MediaFacts FactsOf(string path, MediaFormat format, JsonElement root)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToList() : [];
        var kind = format.Kind is MediaKind.Audio ? "audio" : "video";
        var main = streams.FirstOrDefault(stream => Text(stream, "codec_type") == kind);
        if (main.ValueKind is not JsonValueKind.Object)
            throw new MediaRefused(format.Kind is MediaKind.Audio ? "holds no audio" : "holds no picture");
        return new(format.Kind, format.MimeType, format.Name, new FileInfo(path).Length)
        {
            Width = kind == "video" ? Number(main, "width") : null,
            Height = kind == "video" ? Number(main, "height") : null,
            SampleRate = kind == "audio" ? Number(main, "sample_rate") : null,
            Channels = kind == "audio" ? Number(main, "channels") : null,
            Streams = [.. streams.Select(stream => StreamOf(stream, format.Kind))],
        };
    }

    private static MediaStream StreamOf(JsonElement stream, MediaKind kind) => new(
        Text(stream, "codec_type") ?? "unknown",
        Text(stream, "codec_name") ?? "unknown",
        kind is MediaKind.Audio || Text(stream, "codec_type") != "video" ? null : Text(stream, "avg_frame_rate"));

    private async Task<MediaFacts> DecodeAudioAsync(
        string path, MediaFormat format, MediaFacts facts, CancellationToken ct)
    {
        try
        {
            await using var sound = Sound.Pcm.Decode(ffmpeg, path, format, DurationLimitSeconds + 1);
            var buffer = new float[Sound.Pcm.BlockSamples * Sound.Pcm.Channels];
            long samples = 0;
            int count;
            while ((count = await sound.ReadSamplesAsync(buffer, ct)) > 0)
                samples += count / Sound.Pcm.Channels;
            var seconds = samples / (double)Sound.Pcm.Rate;
            if (samples == 0)
                throw new MediaRefused("cannot be decoded: it holds no sound");
            if (seconds > DurationLimitSeconds)
                throw new MediaRefused($"is longer than {DurationLimitSeconds / 3600:0} hours");
            return facts with { DurationSeconds = seconds };
        }
        catch (FfmpegFailed)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }

    private async Task<MediaFacts> DecodeImageAsync(
        string path, MediaFormat format, MediaFacts facts, CancellationToken ct)
    {
        if (facts is not { Width: > 0 and var width, Height: > 0 and var height })
            throw new MediaRefused("cannot be decoded");
        ImageSize.Check(width, height);
        try
        {
            // One pixel of the decoded frame is proof enough, and cheap to carry.
            var arguments = new FfmpegArguments([new(format, path)], Output: null)
            {
                OutputOptions =
                [
                    new("map", "0:v:0"), new("frames:v", 1), new("vf", "scale=1:1"), new("pix_fmt", "gray"),
                ],
                Muxer = "rawvideo",
            };
            await using var frame = ffmpeg.Open(arguments);
            if (await frame.ReadBytesAsync(new byte[1], ct) != 1)
                throw new MediaRefused("cannot be decoded");
            return facts;
        }
        catch (FfmpegFailed)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : value.ValueKind is JsonValueKind.String && int.TryParse(value.GetString(), out number) ? number
        : null;
}
