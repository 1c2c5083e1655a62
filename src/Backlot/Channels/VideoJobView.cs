using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Backlot.Library;
using Backlot.Platform.Http.Limits;

namespace Backlot.Channels;

/// <summary>How far an album is.</summary>
/// <param name="Fraction">0..1 of all its work, the parts being made included.</param>
/// <param name="TracksDone">0..20.</param>
/// <param name="ImagesDone">0..20.</param>
/// <param name="Tracks">0..1 of all tracks, those being made included.</param>
/// <param name="Images">0..1 of all images, those being made included.</param>
/// <param name="Render">0..1.</param>
/// <param name="Note">What the render is doing; null when it does not run.</param>
public sealed record AlbumProgress(
    double Fraction, int TracksDone, int ImagesDone, double Tracks, double Images, double Render, string? Note);

/// <summary>An album in a list.</summary>
public record VideoJobSummary
{
    public required Guid Id { get; init; }
    public required Guid ChannelId { get; init; }
    public required string Title { get; init; }

    [StateOf<VideoJobStatus>]
    public required string Status { get; init; }

    /// <summary>Where a failed one goes on when it is resumed.</summary>
    [StateOf<VideoJobStatus>]
    public required string? FailedFrom { get; init; }
    public required string? Error { get; init; }
    public required AlbumProgress Progress { get; init; }
    public required string Niche { get; init; }
    public required IReadOnlyList<string> MoodKeywords { get; init; }
    public required int TargetDurationMinutes { get; init; }
    public required long Seed { get; init; }

    /// <summary>Signed; null until the first image is there.</summary>
    public required string? ThumbnailUrl { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An album with everything in it.</summary>
public sealed record VideoJobView : VideoJobSummary
{
    [JsonConstructor]
    public VideoJobView()
    {
    }

    [SetsRequiredMembers]
    internal VideoJobView(VideoJobSummary summary) : base(summary)
    {
    }

    /// <summary>Signed; null until the film is there.</summary>
    public string? VideoUrl { get; init; }
    public double? DurationSeconds { get; init; }
    public long? FileSizeBytes { get; init; }

    /// <summary>On the server's machine.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>Of the newest film, or of the one being rendered.</summary>
    public IReadOnlyList<ChapterView> Chapters { get; init; } = [];

    /// <summary>Who wrote the prompts: openai, gemini or built-in; null while a language model has yet to write them.</summary>
    public string? PromptsBy { get; init; }

    /// <summary>Why it was not who was to be asked first; null when it was.</summary>
    public string? PromptNote { get; init; }

    /// <summary>20, finished or not.</summary>
    public IReadOnlyList<PartView> Tracks { get; init; } = [];

    /// <summary>20, finished or not.</summary>
    public IReadOnlyList<PartView> Images { get; init; } = [];

    /// <summary>The newest 10, newest first.</summary>
    public IReadOnlyList<RenderView> Renders { get; init; } = [];
}

public sealed record ChapterView(string Title, double StartSeconds, double EndSeconds);

/// <summary>A track or an image of an album.</summary>
/// <param name="OrderIndex">1..20.</param>
/// <param name="Title">A track's chapter title; null for an image.</param>
/// <param name="Provider">Who made it; until it is finished, who is asked first.</param>
/// <param name="Fallbacks">Who is asked when the one before cannot, in this order.</param>
/// <param name="File">The user's own file; null when it is generated.</param>
/// <param name="Seed">Null for a file.</param>
/// <param name="DurationSeconds">As planned, or of the finished track; null for an image.</param>
/// <param name="Url">Signed; null until it is finished.</param>
/// <param name="ThumbnailUrl">Signed; null for a track.</param>
public sealed record PartView(
    int OrderIndex, bool Done, string? Title, string Provider, IReadOnlyList<string> Fallbacks, string Prompt, string? File, long? Seed, double? DurationSeconds, string? Url, string? ThumbnailUrl);
