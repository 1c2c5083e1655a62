namespace Backlot.Rendering.Cuts;

/// <summary>A film that parts are taken from, probed.</summary>
internal sealed record CutSource(string Sha256, string Path, MediaFormat Format, MediaFacts Facts)
{
    /// <summary>The time at which its container begins; all other times are counted from there.</summary>
    public double StartSeconds => Facts.StartSeconds;

    /// <summary>Of its pictures.</summary>
    public int StreamIndex => Facts.PictureStream;

    /// <summary>Its container says where each frame lies, so that a jump to a time lands on the key frame before it.</summary>
    public bool IsIndexed => Facts.Format is "mp4" or "mov" or "matroska" or "webm" or "avi";

    /// <exception cref="MediaRefused">It is no film, or can't be read.</exception>
    public static async Task<CutSource> ReadAsync(Ffmpeg ffmpeg, string sha256, string path, CancellationToken ct)
    {
        path = System.IO.Path.GetFullPath(path);
        var facts = await new MediaProbe(ffmpeg).ProbeAsync(path, MediaKind.Video, ct);
        return new(sha256, path, MediaSniffer.Sniff(path, MediaKind.Video), facts);
    }

    /// <summary>Whether its pictures are what the film's are, so that those of a part may be taken as they are.</summary>
    public bool Fits(CutList film) =>
        Facts is { IsProgressive: true, HasFrameTimes: true, VideoCodec: "h264", PixelFormat: "yuv420p", Rotation: 0, IsVariableFrameRate: false }
        && Facts.SampleAspect is { Num: 1, Den: 1 }
        && (Facts.Width, Facts.Height) == (film.Width, film.Height)
        && Facts.FrameRate == film.FrameRate
        && Facts.Colour is null or { Primaries: null or "bt709", Transfer: null or "bt709", Space: null or "bt709", Range: null or "tv" };
}
