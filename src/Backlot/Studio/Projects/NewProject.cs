using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Projects;

/// <summary>A project to be.</summary>
/// <param name="ProjectType">Default: movie.</param>
/// <param name="PresetKey">Any key of the page's own.</param>
/// <param name="BrainId">How it is to look and move: one of your brains, or one that comes with Backlot.</param>
/// <param name="FormatId">Its beats become the first scenes, each with the beat's words and length; lengths are stretched to the target of
/// the settings, if they name one.</param>
public sealed record NewProject(
    [Text(200)] string Title,
    ProjectType? ProjectType = null,
    [Text(100)] string? PresetKey = null,
    Guid? BrainId = null,
    Guid? FormatId = null,
    ProjectSettings? Settings = null) : IRequestBody<NewProject>
{
    public static NewProject Example => new("The lighthouse", Studio.ProjectType.Short, Settings: new("16:9", 120, BudgetUsd: 25));
}

/// <summary>Only what is given changes.</summary>
/// <param name="FormatId">Noted only: no scene is laid out anew.</param>
/// <param name="WithoutBrain">True takes the brain out of the project; not together with another one.</param>
/// <param name="Settings">All of them: what is left out of these is as usual again.</param>
public sealed record ProjectEdit(
    [Text(200)] string? Title = null,
    ProjectType? ProjectType = null,
    [Text(100)] string? PresetKey = null,
    ProjectStatus? Status = null,
    Guid? BrainId = null,
    Guid? FormatId = null,
    ProjectSettings? Settings = null,
    bool? WithoutBrain = null) : IRequestBody<ProjectEdit>
{
    public static ProjectEdit Example => new("The lighthouse keeper", Status: ProjectStatus.Active);
}
