using System.Globalization;
using System.Text;
using Backlot.Rendering.Pictures;

namespace Backlot.Rendering;

/// <summary>Puts pictures, sound, chapters and tags into one MP4 that plays from its first bytes.</summary>
internal static class FilmFile
{
    /// <summary>Pictures come in through standard input as a byte stream; everything is copied, nothing
    /// encoded.</summary>
    /// <param name="timeline">Gives frame rate and length.</param>
    /// <param name="soundPath">One AAC stream of the film's length.</param>
    /// <param name="tagsPath">A file written by <see cref="WriteTagsAsync"/>.</param>
    /// <param name="outputPath">Should be a temporary name: it is not whole before ffmpeg has ended.</param>
    public static FfmpegArguments Arguments(
        Timeline timeline, string soundPath, string tagsPath, string outputPath) => new(
        [
            new(MediaFormat.H264, Path: null) { Options = [new("framerate", timeline.FrameRate)] },
            new(MediaFormat.M4a, soundPath),
            new(MediaFormat.FilmTags, tagsPath),
        ],
        outputPath)
    {
        OutputOptions =
        [
            new("map", "0:v:0"), new("map", "1:a:0"), new("map_metadata", 2), new("map_chapters", 2), new("c", "copy"),
            // 512 ticks a frame, as other encoders have it: every frame starts on a whole tick.
            new("video_track_timescale", timeline.FrameRate * 512), new("movflags", "+faststart"),
            new("fflags", "+bitexact"),
        ],
        Muxer = "mp4",
    };

    public static Task WritePicturesAsync(
        Timeline timeline, IReadOnlyList<StillFrame> stills, Stream target, CancellationToken ct) =>
        StillStream.WriteAsync(
            [.. stills.Select((still, i) => (still, timeline.ShownFrames(i)))], timeline.FrameRate, target, ct);

    /// <summary>Writes tags and chapters in ffmpeg's own text form.</summary>
    public static Task WriteTagsAsync(Timeline timeline, string path, CancellationToken ct)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        foreach (var (name, value) in timeline.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{Escape(name)}={Escape(value)}\n");
        foreach (var chapter in timeline.Chapters)
        {
            text.Append(CultureInfo.InvariantCulture, $"[CHAPTER]\nTIMEBASE=1/{timeline.FrameRate}\n");
            text.Append(CultureInfo.InvariantCulture, $"START={chapter.StartFrame}\nEND={chapter.EndFrame}\n");
            text.Append(CultureInfo.InvariantCulture, $"title={Escape(chapter.Title)}\n");
        }
        return File.WriteAllTextAsync(path, text.ToString(), ct);
    }

    // A NUL would end the text in the file; there is no way to write it.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.Where(c => c != '\0').Select(c => c == '\r' ? '\n' : c))
            _ = c is '=' or ';' or '#' or '\\' or '\n' ? escaped.Append('\\').Append(c) : escaped.Append(c);
        return escaped.ToString();
    }
}
