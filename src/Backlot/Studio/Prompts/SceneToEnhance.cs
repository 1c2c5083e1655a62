using Backlot.Studio.Brains;
using Backlot.Studio.Projects;

namespace Backlot.Studio.Prompts;

/// <summary>All that a writer knows of a scene.</summary>
/// <param name="Prompt">The user's words.</param>
/// <param name="Number">Its place in the film, from 1.</param>
/// <param name="Count">How many scenes the film has.</param>
/// <param name="Earlier">The words of the scenes before it, in their order.</param>
/// <param name="After">The words of the scene after it, if there is one.</param>
/// <param name="Characters">All of the project, whether they appear or not.</param>
/// <param name="Brain">The project's, if it has one.</param>
internal sealed record SceneToEnhance(
    string Prompt, SceneParameters Parameters, double? DurationSeconds, int Number, int Count, IReadOnlyList<string> Earlier, string? After,
    IReadOnlyList<Character> Characters, NamedBrain? Brain, ProjectSettings Settings)
{
    /// <summary>What goes on of scenes before it.</summary>
    public Continuity Continuity => Continuity.Of(Prompt, Earlier);

    /// <summary>The user's words with what goes on: what stock phrases have to suit.</summary>
    public string Setting => string.Join(' ', new[] { Prompt, Continuity.Time?.Word, Continuity.Weather?.Word }.OfType<string>());
}

/// <summary>A brain and what it is called.</summary>
internal sealed record NamedBrain(string Name, BrainParameters Parameters);
