namespace Backlot.Rendering.Cuts;

/// <summary>A film that parts are taken from, probed.</summary>
/// <param name="StartSeconds">The time at which its container begins; all other times are counted from there.</param>
/// <param name="StreamIndex">Of its pictures.</param>
/// <param name="IsProgressive">Its frames are whole, not two fields of a television picture.</param>
internal sealed record CutSource(
    string Sha256, string Path, MediaFormat Format, MediaFacts Facts, double StartSeconds, int StreamIndex, bool IsProgressive)
{
    /// <summary>Its container says where each frame lies, so that a jump to a time lands on the key frame before it.</summary>
    public bool IsIndexed => Facts.Format is "mp4" or "mov" or "matroska" or "webm" or "avi";

    /// <exception cref="MediaRefused">It is no film, or can't be read.</exception>
    public static async Task<CutSource> ReadAsync(Ffmpeg ffmpeg, string sha256, string path, CancellationToken ct)
    {
        path = System.IO.Path.GetFullPath(path);
        var facts = await new MediaProbe(ffmpeg).ProbeAsync(path, MediaKind.Video, ct);
        var format = MediaSniffer.Sniff(path, MediaKind.Video);
        using var answer = await new Ffprobe(ffmpeg).AskAsync(path, format, ct, "-show_streams", "-show_format");
        var root = answer.RootElement;
        var pictures = VideoStreams.Pictures(root) ?? throw new MediaRefused("holds no moving picture");
        var start = root.TryGetProperty("format", out var about) ? about.Seconds("start_time") : null;
        return new(sha256, path, format, facts, start ?? 0, pictures.Number("index") ?? 0, pictures.Text("field_order") is null or "progressive" or "unknown");
    }

    /// <summary>Whether its pictures are what the film's are, so that those of a part may be taken as they are.</summary>
    public bool Fits(CutList film) =>
        IsProgressive
        && Facts is { HasFrameTimes: true, VideoCodec: "h264", PixelFormat: "yuv420p", Rotation: 0, IsVariableFrameRate: false, SampleAspect: { Num: 1, Den: 1 } }
        && (Facts.Width, Facts.Height) == (film.Width, film.Height)
        && Facts.FrameRate == film.FrameRate
        && Facts.Colour is null or { Primaries: null or "bt709", Transfer: null or "bt709", Space: null or "bt709", Range: null or "tv" };
}
