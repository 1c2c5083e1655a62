using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Storyboards;

/// <summary>A storyboard to be.</summary>
/// <param name="PresetKey">Any key of the page's own.</param>
/// <param name="ProjectType">Default: movie.</param>
/// <param name="Character">Who the film is about.</param>
/// <param name="Scenes">In their order.</param>
public sealed record NewStoryboard(
    [Text(200)] string Name,
    [Text(100)] string? PresetKey = null,
    ProjectType? ProjectType = null,
    StoryboardCharacter? Character = null,
    [Items(0, StoryboardScene.Most)] IReadOnlyList<StoryboardScene>? Scenes = null) : IRequestBody<NewStoryboard>
{
    public static NewStoryboard Example => new("The lighthouse", ProjectType: Studio.ProjectType.Short, Character: new("Mara"),
        Scenes: [new("A lighthouse in a storm, seen from the sea"), new("Mara climbs the stairs with a lantern", DurationSeconds: 8)]);
}

/// <summary>Only what is given changes. Scenes, when given, are all there are: one with the id of an earlier scene changes
/// that scene, one without is new, and an earlier scene that is left out is deleted.</summary>
/// <param name="PresetKey">Any key of the page's own.</param>
/// <param name="Scenes">In their order.</param>
public sealed record StoryboardEdit(
    [Text(200)] string? Name = null,
    [Text(100)] string? PresetKey = null,
    ProjectType? ProjectType = null,
    ProjectStatus? Status = null,
    StoryboardCharacter? Character = null,
    [Items(0, StoryboardScene.Most)] IReadOnlyList<StoryboardScene>? Scenes = null) : IRequestBody<StoryboardEdit>
{
    public static StoryboardEdit Example => new(Name: "The lighthouse keeper", Status: ProjectStatus.Active);
}

/// <summary>A scene as it is written. What has been shot for it is not written here.</summary>
/// <param name="Id">Of the scene to change; null for a new one.</param>
/// <param name="Prompt">What is to be seen; may be empty.</param>
public sealed record StoryboardScene(
    [Text(10_000, MayBeEmpty = true, ManyLines = true)] string Prompt,
    Guid? Id = null,
    SceneParameters? Parameters = null,
    [Between(0.01, 3600)] double? DurationSeconds = null)
{
    /// <summary>Scenes of one storyboard.</summary>
    public const int Most = 500;
}

/// <summary>Who a film is about.</summary>
public sealed record StoryboardCharacter([Text(200)] string Name, Appearance? Appearance = null);
