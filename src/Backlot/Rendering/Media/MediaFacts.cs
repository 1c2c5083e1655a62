namespace Backlot.Rendering;

/// <summary>What is known of a file that was let in; each figure is measured or checked, not only claimed.</summary>
/// <param name="Format">As <see cref="MediaFormat.Name"/>.</param>
public sealed record MediaFacts(MediaKind Kind, string MimeType, string Format, long SizeBytes)
{
    /// <summary>Of audio: counted by decoding the whole of it. Of video: the end of its last packet, of pictures or
    /// sound, after its first. Null for an image.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Of an image: pixels as they are stored; a renderer also turns it as its EXIF says. Of video: as it is to
    /// be shown, turned upright and with square pixels, even. Null for audio.</summary>
    public int? Width { get; init; }
    public int? Height { get; init; }

    /// <summary>Of video: clockwise degrees by which the stored picture is turned to be shown: 0, 90, 180 or 270.
    /// Already applied in <see cref="Width"/> and <see cref="Height"/>.</summary>
    public int Rotation { get; init; }

    /// <summary>Of video: width of a stored pixel over its height, before turning; 1/1 where nothing is said. Already
    /// applied in <see cref="Width"/> and <see cref="Height"/>.</summary>
    public Rational SampleAspect { get; init; } = new(1, 1);

    /// <summary>Of video: frames a second; the average where frames come at uneven times. Null if there is only one
    /// frame.</summary>
    public Rational? FrameRate { get; init; }

    /// <summary>Frames come at uneven times: a moment can't be told from a frame's number.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>Of video: how its colours are to be read.</summary>
    public MediaColour? Colour { get; init; }

    /// <summary>Of video: how a decoded frame lies in memory, in ffmpeg's names, such as <c>yuv420p</c>.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>Of video: when its container begins by its own clock, in seconds; 0 where it does not say.</summary>
    public double StartSeconds { get; init; }

    /// <summary>Of video: which of the file's streams are its pictures, from 0.</summary>
    public int PictureStream { get; init; }

    /// <summary>Of video: its frames are whole, not two fields of a television picture.</summary>
    public bool IsProgressive { get; init; }

    public bool HasAudio { get; init; }

    /// <summary>Of audio that is not silent, if it came in as "whatever it is". Null for video: its sound is measured in the one pass that also finds the
    /// shots, <see cref="Scenes.FootageReading.Loudness"/>.</summary>
    public Sound.MeasuredLoudness? Loudness { get; init; }

    /// <summary>Of video: today's browsers play it as it is.</summary>
    public bool DecodesInBrowser { get; init; }

    /// <summary>Of the first audio stream, in Hz.</summary>
    public int? SampleRate { get; init; }
    public int? Channels { get; init; }

    public IReadOnlyList<MediaStream> Streams { get; init; } = [];

    /// <summary>Of the first video stream, in ffmpeg's names; null without one.</summary>
    internal string? VideoCodec => Streams.FirstOrDefault(stream => stream.Kind == "video")?.Codec;

    /// <summary>Whether its pictures can be copied into an MP4: an AVI or a program stream doesn't say when each is shown.</summary>
    internal bool HasFrameTimes => Format is "mp4" or "mov" or "matroska" or "flv" or "mpegts";
}

/// <param name="Kind"><c>audio</c>, <c>video</c> …</param>
/// <param name="Codec">ffmpeg's codec name, such as <c>vorbis</c>.</param>
/// <param name="FrameRate">A ratio such as <c>24000/1001</c>; null for sound and stills.</param>
public sealed record MediaStream(string Kind, string Codec, string? FrameRate);

/// <summary>How a video's numbers stand for colours, in ffmpeg's names; null where the file doesn't say.</summary>
/// <param name="Primaries">Such as <c>bt709</c> or <c>bt2020</c>.</param>
/// <param name="Transfer">Such as <c>bt709</c>, <c>smpte2084</c> (PQ) or <c>arib-std-b67</c> (HLG).</param>
/// <param name="Space">The matrix, such as <c>bt709</c> or <c>bt2020nc</c>.</param>
/// <param name="Range"><c>tv</c> or <c>pc</c>.</param>
public sealed record MediaColour(string? Primaries, string? Transfer, string? Space, string? Range)
{
    /// <summary>Must be tone-mapped to be seen right on an ordinary screen.</summary>
    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";
}
