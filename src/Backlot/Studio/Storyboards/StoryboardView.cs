using Backlot.Library;

namespace Backlot.Studio.Storyboards;

/// <summary>A project with all that is written of it, as one document.</summary>
/// <param name="Character">Who the film is about; null until somebody is named.</param>
/// <param name="Scenes">In their order.</param>
public sealed record StoryboardView(
    Guid Id, string Name, ProjectType ProjectType, string? PresetKey, ProjectStatus Status, StoryboardCharacter? Character,
    IReadOnlyList<StoryboardSceneView> Scenes, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static StoryboardView Of(Project project, IEnumerable<Scene> scenes, Character? character, MediaLinks links) => new(
        project.Id, project.Title, project.ProjectType, project.PresetKey, project.Status,
        character is null ? null : new(character.Name, character.AppearanceDescriptor),
        [.. scenes.Select((scene, place) => StoryboardSceneView.Of(scene, place + 1, links))], project.CreatedAt, project.UpdatedAt);
}

/// <summary>One scene of a storyboard.</summary>
/// <param name="SequenceNumber">From 1; follows from the order.</param>
/// <param name="EnhancedPrompt">What a model is told instead of the prompt.</param>
/// <param name="VideoUrl">A signed link to the shot, once there is one.</param>
/// <param name="ThumbnailUrl">A signed link to a picture of it.</param>
public sealed record StoryboardSceneView(
    Guid Id, int SequenceNumber, string Prompt, string? EnhancedPrompt, SceneParameters Parameters, SceneStatus Status,
    double? DurationSeconds, string? VideoUrl, string? ThumbnailUrl)
{
    internal static StoryboardSceneView Of(Scene scene, int place, MediaLinks links) => new(
        scene.Id, place, scene.Prompt, scene.EnhancedPrompt, scene.Parameters, scene.Status, scene.DurationSeconds,
        scene.VideoAssetId is { } video ? links.Of(video) : null,
        scene.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail, MediaVariant.Thumbnail) : null);
}

/// <summary>A storyboard in a list.</summary>
public sealed record StoryboardSummary(
    Guid Id, string Name, ProjectType ProjectType, string? PresetKey, ProjectStatus Status, int SceneCount,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
