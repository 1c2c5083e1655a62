using System.Globalization;
using System.Text.Json;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>A finished film is not what was planned; it must not be given out.</summary>
/// <param name="reason">Completes the sentence "The film …".</param>
public sealed class FilmRefused(string reason) : Exception($"The film {reason}.")
{
    public string Reason => reason;
}

/// <summary>Measures a finished film by its own packets, not by its headers, and compares it with the plan.</summary>
public sealed class FilmCheck(Ffmpeg ffmpeg)
{
    private const double DurationToleranceSeconds = 0.040;

    /// <summary>Rounding in the file's clocks, in seconds.</summary>
    private const double Rounding = 0.001;

    /// <returns>The film's true duration in seconds.</returns>
    /// <exception cref="FilmRefused">Names the first thing that is not as planned.</exception>
    public async Task<double> CheckAsync(string path, Timeline timeline, CancellationToken ct)
    {
        var packets = new FilmPackets();
        using var facts = await ReadAsync(path, packets, ct);
        CheckShape(facts.RootElement, packets, new(timeline.Width, timeline.Height, new(timeline.FrameRate, 1), timeline.TotalFrames));
        CheckChapters(facts.RootElement, timeline, packets);
        return Math.Max(packets.PicturesEnd, packets.SoundEnd);
    }

    /// <inheritdoc cref="CheckAsync(string, Timeline, CancellationToken)"/>
    internal async Task<double> CheckAsync(string path, FilmShape planned, CancellationToken ct)
    {
        var packets = new FilmPackets();
        using var facts = await ReadAsync(path, packets, ct);
        CheckShape(facts.RootElement, packets, planned);
        return Math.Max(packets.PicturesEnd, packets.SoundEnd);
    }

    private static void CheckShape(JsonElement root, FilmPackets packets, FilmShape planned)
    {
        CheckStreams(root, planned);
        var (pictures, sound) = (packets.PicturesEnd, packets.SoundEnd);
        Require(Math.Abs(pictures - planned.DurationSeconds) <= DurationToleranceSeconds,
            Text($"lasts {pictures:0.000} s; planned are {planned.DurationSeconds:0.000} s"));
        var declared = Number(root.GetProperty("format"), "duration");
        Require(Math.Abs(declared - planned.DurationSeconds) <= DurationToleranceSeconds,
            Text($"claims to last {declared:0.000} s; planned are {planned.DurationSeconds:0.000} s"));
        Require(Math.Abs(pictures - sound) <= 1 / planned.FrameRate.Value + Rounding,
            Text($"has pictures of {pictures:0.000} s but sound of {sound:0.000} s"));
        Require(packets.Frames == planned.Frames, $"has {packets.Frames} frames; planned are {planned.Frames}");
    }

    private async Task<JsonDocument> ReadAsync(string path, FilmPackets packets, CancellationToken ct)
    {
        string[] whole = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"];
        var facts = await ProbeAsync(whole, path, null, ct);
        string[] perPacket = ["-show_entries", "packet=codec_type,pts_time,duration_time,flags,data_hash"];
        await ProbeAsync([.. perPacket, "-show_data_hash", "adler32", "-of", "compact=p=0"], path, packets.Add, ct);
        try
        {
            return JsonDocument.Parse(facts.Stdout);
        }
        catch (JsonException)
        {
            throw new FilmRefused("can't be read");
        }
    }

    private async Task<ProcessResult> ProbeAsync(
        string[] what, string path, Action<string>? onLine, CancellationToken ct)
    {
        var result = await ChildProcess.RunAsync(
            new(ffmpeg.Settings.ProbeProgram,
            [
                "-v", "error", "-hide_banner", .. MediaFormat.Film.Guards("file"), "-f", "mov", .. what, $"file:{path}",
            ])
            {
                OnStdoutLine = onLine,
                Deadline = TimeSpan.FromMinutes(5),
                Limits = new(AddressSpaceBytes: ffmpeg.Settings.MemoryLimitBytes),
            },
            ct);
        // What ffprobe says on standard error is damage it found, also when it then ends with code 0.
        Require(result.ExitCode == 0 && result.StderrTail.Length == 0, "can't be read to its end");
        return result;
    }

    private static void CheckStreams(JsonElement root, FilmShape planned)
    {
        // The chapter titles' own text track is data; it may come third.
        var streams = root.GetProperty("streams").EnumerateArray()
            .Where(stream => stream.GetProperty("codec_type").GetString() is "video" or "audio").ToList();
        Require(streams.Count == 2, $"has {streams.Count} streams instead of one of pictures and one of sound");
        var (video, audio) = (streams[0], streams[1]);
        Require(video.GetProperty("codec_name").GetString() == "h264", "has pictures that are not H.264");
        Require(audio.GetProperty("codec_name").GetString() == "aac", "has sound that is not AAC");
        var (width, height) = (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32());
        Require((width, height) == (planned.Width, planned.Height),
            $"is {width} x {height} pixels; planned are {planned.Width} x {planned.Height}");
    }

    private static void CheckChapters(JsonElement root, Timeline timeline, FilmPackets packets)
    {
        var chapters = root.GetProperty("chapters").EnumerateArray().ToList();
        Require(chapters.Count == timeline.Parts.Count,
            $"has {chapters.Count} chapters; planned are {timeline.Parts.Count}");
        for (var i = 0; i < chapters.Count; i++)
        {
            var start = Number(chapters[i], "start_time");
            var sameAsBefore = i > 0 && timeline.Parts[i].ImageSha256 == timeline.Parts[i - 1].ImageSha256
                && timeline.Parts[i].Fit == timeline.Parts[i - 1].Fit;
            var changes = sameAsBefore ? packets.KeyFrames : packets.PictureChanges;
            var nearest = changes.Count == 0 ? double.MaxValue : changes.MinBy(change => Math.Abs(change - start));
            Require(Math.Abs(nearest - start) <= 1.0 / timeline.FrameRate + Rounding,
                Text($"has chapter {i + 1} at {start:0.000} s, where no picture changes"));
        }
    }

    private static double Number(JsonElement element, string name) =>
        double.Parse(element.GetProperty(name).GetString() ?? "", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool condition, string reason)
    {
        if (!condition)
            throw new FilmRefused(reason);
    }
}

/// <summary>What a film is to be.</summary>
/// <param name="Frames">All of them.</param>
internal sealed record FilmShape(int Width, int Height, Rational FrameRate, int Frames)
{
    public double DurationSeconds => Frames / FrameRate.Value;
}
