using System.ComponentModel.DataAnnotations;

namespace Backlot.Studio.Storyboards;

/// <param name="Name">1 to 200 characters.</param>
/// <param name="PresetKey">Any key of the page's own, at most 100 characters.</param>
/// <param name="ProjectType">Default: movie.</param>
/// <param name="Character">Who the film is about.</param>
/// <param name="Scenes">In their order, at most 500.</param>
public sealed record NewStoryboard(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: StringLength(100, MinimumLength = 1)] string? PresetKey = null,
    ProjectType? ProjectType = null,
    StoryboardCharacter? Character = null,
    [property: MaxLength(StoryboardScene.Most)] IReadOnlyList<StoryboardScene>? Scenes = null);

/// <summary>Only what is given changes. Scenes, when given, are all there are: one with the id of an earlier scene changes
/// that scene, one without is new, and an earlier scene that is left out is deleted.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="PresetKey">Any key of the page's own, at most 100 characters.</param>
/// <param name="Scenes">In their order, at most 500.</param>
public sealed record StoryboardEdit(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: StringLength(100, MinimumLength = 1)] string? PresetKey = null,
    ProjectType? ProjectType = null,
    ProjectStatus? Status = null,
    StoryboardCharacter? Character = null,
    [property: MaxLength(StoryboardScene.Most)] IReadOnlyList<StoryboardScene>? Scenes = null);

/// <summary>A scene as it is written. What has been shot for it is not written here.</summary>
/// <param name="Id">Of the scene to change; null for a new one.</param>
/// <param name="Prompt">At most 10,000 characters; may be empty.</param>
/// <param name="DurationSeconds">Over 0, at most 3600.</param>
public sealed record StoryboardScene(
    [property: StringLength(10_000)] string Prompt,
    Guid? Id = null,
    SceneParameters? Parameters = null,
    [property: Range(0.01, 3600)] double? DurationSeconds = null)
{
    /// <summary>Scenes of one storyboard.</summary>
    public const int Most = 500;
}

/// <summary>Who a film is about.</summary>
/// <param name="Name">1 to 200 characters.</param>
public sealed record StoryboardCharacter([property: StringLength(200, MinimumLength = 1)] string Name, Appearance? Appearance = null);
