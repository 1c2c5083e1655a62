using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Platform.Blobs;
using Backlot.Rendering;

namespace Backlot.Library;

/// <summary>What was measured of a file, as its asset keeps it: columns for what is searched and sorted by, JSON for the rest.</summary>
internal static class AssetFacts
{
    private const int LongestFilename = 255;

    private static readonly JsonSerializerOptions Sparse = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <returns>A new asset that is ready, and that the caller has yet to add.</returns>
    public static Asset Describe(
        Guid userId, Blob blob, MediaFacts facts, AssetSource source, string filename, string? path, DateTimeOffset now, string? url = null) => new()
    {
        UserId = userId,
        Kind = facts.Kind switch { MediaKind.Audio => AssetKind.Audio, MediaKind.Video => AssetKind.Video, _ => AssetKind.Image },
        SourceType = source,
        SourceUrl = url,
        Path = path,
        Filename = Shortened(filename),
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = facts.MimeType,
        Format = facts.Format,
        DurationSeconds = facts.DurationSeconds,
        Width = facts.Width,
        Height = facts.Height,
        FrameRate = facts.FrameRate?.Value,
        FrameRateNum = facts.FrameRate?.Num,
        FrameRateDen = facts.FrameRate?.Den,
        IsVariableFrameRate = facts.Kind == MediaKind.Video ? facts.IsVariableFrameRate : null,
        HasAudio = facts.Kind switch { MediaKind.Video => facts.HasAudio, MediaKind.Audio => true, _ => null },
        Metadata = JsonSerializer.Serialize(MetadataOf(facts), Sparse),
        Status = AssetStatus.Ready,
        IngestedAt = now,
    };

    /// <summary>With what only a pass over the whole sound could tell.</summary>
    public static string WithLoudness(string metadata, Rendering.Sound.MeasuredLoudness? loudness) =>
        JsonSerializer.Serialize(AssetMetadata.Read(metadata) with { Loudness = loudness }, Sparse);

    private static AssetMetadata MetadataOf(MediaFacts facts) => new(
        facts.Streams, facts.Colour, facts.Loudness, facts.SampleRate, facts.Channels,
        facts.Kind == MediaKind.Video ? facts.Rotation : null,
        facts.Kind == MediaKind.Video ? facts.SampleAspect.ToString() : null,
        facts.Kind == MediaKind.Video ? facts.DecodesInBrowser : null);

    /// <summary>At most as many characters as the column takes, the ending kept and no character cut in two.</summary>
    internal static string Shortened(string filename)
    {
        if (filename.Length <= LongestFilename)
            return filename;
        var ending = Path.GetExtension(filename) is { Length: <= 10 } known ? known : "";
        var text = new StringBuilder();
        foreach (var rune in filename.EnumerateRunes())
            if (text.Length + rune.Utf16SequenceLength + ending.Length > LongestFilename)
                break;
            else
                text.Append(rune);
        return text + ending;
    }
}

/// <summary>The column <c>metadata</c> of an asset that was ingested.</summary>
/// <param name="Rotation">Degrees, already applied to width and height.</param>
/// <param name="SampleAspect">Already applied to width and height.</param>
/// <param name="DecodesInBrowser">Whether browsers play it as it is.</param>
public sealed record AssetMetadata(
    IReadOnlyList<MediaStream>? Streams = null, MediaColour? Colour = null, Rendering.Sound.MeasuredLoudness? Loudness = null, int? SampleRate = null,
    int? Channels = null, int? Rotation = null, string? SampleAspect = null, bool? DecodesInBrowser = null)
{
    internal static AssetMetadata Read(string json) => JsonSerializer.Deserialize<AssetMetadata>(json, JsonSerializerOptions.Web) ?? new();
}
