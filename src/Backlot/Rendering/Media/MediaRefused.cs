namespace Backlot.Rendering;

/// <summary>A file can't be used, and why.</summary>
/// <param name="reason">Completes the sentence "x.png …": <c>is empty</c>, <c>is 30000 x 30000 pixels; …</c></param>
public sealed class MediaRefused(string reason) : Exception($"The file {reason}.")
{
    public string Reason => reason;

    /// <summary>The sentence with the name the user knows the file by.</summary>
    public string About(string name) => $"{name} {reason}.";
}

/// <summary>What is known of a file that was let in; each figure is measured or checked, not only claimed.</summary>
/// <param name="Format">As <see cref="MediaFormat.Name"/>.</param>
public sealed record MediaFacts(MediaKind Kind, string MimeType, string Format, long SizeBytes)
{
    /// <summary>Of audio: counted by decoding the whole of it. Null for an image.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Pixels of an image as they are stored; a renderer also turns it as its EXIF says. Null for
    /// audio.</summary>
    public int? Width { get; init; }
    public int? Height { get; init; }

    /// <summary>Of the first audio stream, in Hz.</summary>
    public int? SampleRate { get; init; }
    public int? Channels { get; init; }

    public IReadOnlyList<MediaStream> Streams { get; init; } = [];
}

/// <param name="Kind"><c>audio</c>, <c>video</c> …</param>
/// <param name="Codec">ffmpeg's codec name, such as <c>vorbis</c>.</param>
/// <param name="FrameRate">A ratio such as <c>24000/1001</c>; null for sound and stills.</param>
public sealed record MediaStream(string Kind, string Codec, string? FrameRate);
