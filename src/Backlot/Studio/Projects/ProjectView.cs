namespace Backlot.Studio.Projects;

/// <summary>A project; its scenes and characters have lists of their own.</summary>
/// <param name="SceneCount">How many scenes it has.</param>
/// <param name="ShotCount">How many of them have a shot.</param>
public sealed record ProjectView(
    Guid Id, string Title, ProjectType ProjectType, string? PresetKey, ProjectStatus Status, Guid? BrainId, Guid? FormatId, ProjectSettings Settings,
    int SceneCount, int ShotCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
