using System.Globalization;
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
        var film = await ReadAsync(path, ct);
        CheckShape(film, new(timeline.Width, timeline.Height, new(timeline.FrameRate, 1), timeline.TotalFrames));
        CheckChapters(film, timeline);
        return film.DurationSeconds;
    }

    /// <inheritdoc cref="CheckAsync(string, Timeline, CancellationToken)"/>
    internal async Task<double> CheckAsync(string path, FilmShape planned, CancellationToken ct)
    {
        var film = await ReadAsync(path, ct);
        CheckShape(film, planned);
        return film.DurationSeconds;
    }

    private static void CheckShape(FilmPackets film, FilmShape planned)
    {
        CheckStreams(film, planned);
        var (pictures, sound) = (film.PicturesEnd, film.SoundEnd);
        Require(Math.Abs(pictures - planned.DurationSeconds) <= DurationToleranceSeconds,
            Text($"lasts {pictures:0.000} s; planned are {planned.DurationSeconds:0.000} s"));
        var declared = film.DeclaredSeconds ?? throw new FilmRefused("can't be read");
        Require(Math.Abs(declared - planned.DurationSeconds) <= DurationToleranceSeconds,
            Text($"claims to last {declared:0.000} s; planned are {planned.DurationSeconds:0.000} s"));
        Require(Math.Abs(pictures - sound) <= 1 / planned.FrameRate.Value + Rounding,
            Text($"has pictures of {pictures:0.000} s but sound of {sound:0.000} s"));
        Require(film.Frames == planned.Frames, $"has {film.Frames} frames; planned are {planned.Frames}");
    }

    private async Task<FilmPackets> ReadAsync(string path, CancellationToken ct)
    {
        var film = new FilmPackets();
        var result = await ChildProcess.RunAsync(
            new(ffmpeg.Settings.ProbeProgram,
            [
                "-v", "error", "-hide_banner", .. MediaFormat.Film.Guards("file"), "-f", "mov",
                "-show_entries", FilmPackets.Entries, "-show_data_hash", "adler32", "-of", "compact", $"file:{path}",
            ])
            {
                OnStdoutLine = film.Add,
                Deadline = TimeSpan.FromMinutes(5),
                Limits = new(AddressSpaceBytes: ffmpeg.Settings.MemoryLimitBytes),
            },
            ct);
        // What ffprobe says on standard error is damage it found, also when it then ends with code 0.
        Require(result.ExitCode == 0 && result.StderrTail.Length == 0, "can't be read to its end");
        return film;
    }

    private static void CheckStreams(FilmPackets film, FilmShape planned)
    {
        // The chapter titles' own text track is data; it may come third.
        var streams = film.Streams.Where(stream => stream.Type is "video" or "audio").ToList();
        Require(streams.Count == 2, $"has {streams.Count} streams instead of one of pictures and one of sound");
        var (video, audio) = (streams[0], streams[1]);
        Require(video.Codec == "h264", "has pictures that are not H.264");
        Require(audio.Codec == "aac", "has sound that is not AAC");
        Require((video.Width, video.Height) == (planned.Width, planned.Height),
            $"is {video.Width} x {video.Height} pixels; planned are {planned.Width} x {planned.Height}");
    }

    private static void CheckChapters(FilmPackets film, Timeline timeline)
    {
        var chapters = film.Chapters;
        Require(chapters.Count == timeline.Parts.Count,
            $"has {chapters.Count} chapters; planned are {timeline.Parts.Count}");
        for (var i = 0; i < chapters.Count; i++)
        {
            var start = chapters[i];
            var sameAsBefore = i > 0 && timeline.Parts[i].ImageSha256 == timeline.Parts[i - 1].ImageSha256
                && timeline.Parts[i].Fit == timeline.Parts[i - 1].Fit;
            var changes = sameAsBefore ? film.KeyFrames : film.PictureChanges;
            var nearest = changes.Count == 0 ? double.MaxValue : changes.MinBy(change => Math.Abs(change - start));
            Require(Math.Abs(nearest - start) <= 1.0 / timeline.FrameRate + Rounding,
                Text($"has chapter {i + 1} at {start:0.000} s, where no picture changes"));
        }
    }

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
