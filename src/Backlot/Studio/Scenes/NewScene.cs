using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Studio.Storyboards;

namespace Backlot.Studio.Scenes;

/// <summary>A scene to be.</summary>
/// <param name="Prompt">What is to be seen; may be empty.</param>
/// <param name="After">The scene it comes behind; left out: it is the last.</param>
public sealed record NewScene(
    [Text(10_000, MayBeEmpty = true, ManyLines = true)] string Prompt,
    SceneParameters? Parameters = null,
    [Between(0.01, 3600)] double? DurationSeconds = null,
    Guid? After = null) : IRequestBody<NewScene>
{
    public static NewScene Example => new("Mara climbs the stairs with a lantern", new(Lighting: -0.6, Pacing: -0.3), 8);
}

/// <summary>Only what is given changes. When the prompt or the parameters do, an enhanced prompt goes, unless one is given, too.</summary>
/// <param name="Parameters">All of them: what is left out of these is left to the model again.</param>
/// <param name="EnhancedPrompt">In your own words.</param>
public sealed record SceneEdit(
    [Text(10_000, MayBeEmpty = true, ManyLines = true)] string? Prompt = null,
    SceneParameters? Parameters = null,
    [Between(0.01, 3600)] double? DurationSeconds = null,
    [Text(10_000, ManyLines = true)] string? EnhancedPrompt = null) : IRequestBody<SceneEdit>
{
    public static SceneEdit Example => new("Mara climbs the stairs, her lantern going out", DurationSeconds: 6);
}

/// <summary>The scenes of a project in another order.</summary>
/// <param name="SceneIds">All of them, each once.</param>
public sealed record SceneOrder([Items(0, StoryboardScene.Most)] IReadOnlyList<Guid> SceneIds) : IRequestBody<SceneOrder>
{
    public static SceneOrder Example => new([new("0198c5a2-7b7e-7c3a-9d55-2f60a1b9c001"), new("0198c5a2-7b7e-7c3a-9d55-2f60a1b9c002")]);
}
