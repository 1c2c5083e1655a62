using Backlot.Library;
using Backlot.Studio.Prompts;

namespace Backlot.Studio.Scenes;

/// <summary>A scene.</summary>
/// <param name="SequenceNumber">From 1; follows from the order.</param>
/// <param name="Beat">Which beat of the format it was laid out for.</param>
/// <param name="EnhancedPrompt">What a model is told instead of the prompt; gone when the prompt or the parameters change.</param>
/// <param name="Enhancement">Who added what to the prompt; null when there is no enhanced one, or its words are your own.</param>
/// <param name="IterationCount">How many shots were made for it.</param>
/// <param name="VideoUrl">A signed link to the shot, once there is one.</param>
/// <param name="ThumbnailUrl">A signed link to a picture of it.</param>
public sealed record SceneView(
    Guid Id, Guid ProjectId, int SequenceNumber, string? Beat, string Prompt, string? EnhancedPrompt, Enhancement? Enhancement, SceneParameters Parameters,
    SceneStatus Status, double? DurationSeconds, int IterationCount, Guid? VideoAssetId, string? VideoUrl, Guid? ThumbnailAssetId, string? ThumbnailUrl,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static SceneView Of(Scene scene, int number, MediaLinks links) => new(
        scene.Id, scene.ProjectId, number, scene.Beat, scene.Prompt, scene.EnhancedPrompt, scene.Enhancement, scene.Parameters, scene.Status,
            scene.DurationSeconds,
        scene.IterationCount, scene.VideoAssetId, scene.VideoAssetId is { } video ? links.Of(video) : null,
        scene.ThumbnailAssetId, scene.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail, MediaVariant.Thumbnail) : null, scene.CreatedAt, scene.UpdatedAt);
}

/// <summary>A shot that was made for a scene.</summary>
/// <param name="VersionNumber">From 1.</param>
/// <param name="IsShown">Whether it is the scene's shot now.</param>
/// <param name="VideoUrl">A signed link.</param>
public sealed record SceneVersionView(
    Guid Id, Guid SceneId, int VersionNumber, bool IsShown, string Prompt, string? EnhancedPrompt, SceneParameters Parameters, double? DurationSeconds,
    Guid VideoAssetId, string VideoUrl, Guid? ThumbnailAssetId, string? ThumbnailUrl, DateTimeOffset CreatedAt)
{
    internal static SceneVersionView Of(SceneVersion version, Guid? shown, MediaLinks links) => new(
        version.Id, version.SceneId, version.VersionNumber, version.VideoAssetId == shown, version.Prompt, version.EnhancedPrompt, version.Parameters,
        version.DurationSeconds, version.VideoAssetId, links.Of(version.VideoAssetId), version.ThumbnailAssetId,
        version.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail, MediaVariant.Thumbnail) : null, version.CreatedAt);
}
