using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Films;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;

namespace Backlot.Cli;

/// <summary>The file given to <c>make film</c>: a storyboard with all that is needed to shoot it.</summary>
/// <param name="Title">Of the project; the same title means the same project.</param>
/// <param name="Scenes">In their order. One that names a <c>modelProvider</c> among its parameters is shot by that.</param>
/// <param name="Brain">How it is to look and move; known by its name.</param>
/// <param name="BrainKey">One of the brains that come with Backlot, instead.</param>
/// <param name="Characters">Who appears; known by their names.</param>
/// <param name="Settings">What holds for the whole film.</param>
/// <param name="Provider">Who shoots the other scenes. Default: the built-in provider.</param>
/// <param name="Model">One of the provider's. Default: its first that is alive.</param>
/// <param name="Resolution">Of the shots, by the shorter side. Default 720p.</param>
/// <param name="Seed">Other seeds give other shots. Default 1: the same file gives the same film.</param>
/// <param name="Film">How the shots are put together. Default: cuts.</param>
internal sealed record FilmBrief(
    string Title,
    IReadOnlyList<NewScene> Scenes,
    ProjectType? ProjectType = null,
    NewBrain? Brain = null,
    string? BrainKey = null,
    IReadOnlyList<NewCharacter>? Characters = null,
    ProjectSettings? Settings = null,
    string Provider = "dummy",
    string? Model = null,
    string Resolution = "720p",
    long Seed = 1,
    NewFilm? Film = null)
{
    public const string Example = "examples/lighthouse.json";

    /// <summary>Marks the project as one that a file describes.</summary>
    public const string PresetKey = "make-film";
}
