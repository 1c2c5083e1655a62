using System.Text.Json.Serialization;
using Backlot.Platform.Http;

namespace Backlot.Studio.Prompts;

/// <summary>How a prompt became an enhanced one.</summary>
/// <param name="Writer">Who wrote it, with its version: <c>built-in/1</c>; or which model, as <c>openai/gpt-5.4-mini</c>.</param>
/// <param name="Parts">In their order. All together, one after another, are the enhanced prompt; those by the user are the user's words.</param>
/// <param name="NegativePrompt">What is not to be seen, for models that are told so; null for nothing.</param>
public sealed record Enhancement(string Writer, IReadOnlyList<PromptPart> Parts, string? NegativePrompt)
{
    /// <summary>The whole.</summary>
    [JsonIgnore]
    public string Text => string.Concat(Parts.Select(part => part.Text));

    /// <summary>Word by word, and by the same.</summary>
    public bool IsSameAs(Enhancement other) => (Writer, NegativePrompt) == (other.Writer, other.NegativePrompt) && Parts.SequenceEqual(other.Parts);
}

/// <summary>A stretch of an enhanced prompt.</summary>
/// <param name="By">Who added it.</param>
/// <param name="Source">Which of them: the name of the brain or character, the parameter, the scene; null for the user's own words.</param>
public sealed record PromptPart(string Text, PromptAuthor By, string? Source = null);

/// <summary>Who added something to a prompt.</summary>
[JsonConverter(typeof(JsonText<PromptAuthor>))]
public enum PromptAuthor
{
    /// <summary>The user's own words, as they are.</summary>
    User,

    /// <summary>The project's brain.</summary>
    Brain,

    /// <summary>A character who appears in the scene.</summary>
    Character,

    /// <summary>The scene before or after it.</summary>
    Neighbour,

    /// <summary>The scene's own parameters and length.</summary>
    Parameters,

    /// <summary>The project's settings.</summary>
    Project,

    /// <summary>A language model, from all of these.</summary>
    Model,
}
