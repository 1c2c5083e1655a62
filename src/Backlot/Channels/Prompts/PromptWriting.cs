namespace Backlot.Channels.Prompts;

/// <summary>That a language model is to write an album's prompts.</summary>
/// <param name="Writers">Who is asked, one after the other: names of providers. When none of them can, what the built-in writer wrote stands.</param>
/// <param name="Music">Whether the owner left those of the tracks open.</param>
/// <param name="Visuals">Whether the owner left those of the pictures open.</param>
public sealed record PromptWriting(IReadOnlyList<string> Writers, bool Music, bool Visuals)
{
    /// <summary>The grammar of <see cref="BuiltInPromptWriter"/>, as users write it.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>By that name, or by the one that is built in for all kinds.</summary>
    public static bool IsBuiltIn(string writer) => writer is BuiltIn or "dummy";

    /// <summary>Language models that write prompts.</summary>
    public static readonly IReadOnlyList<string> Models = ["openai", "gemini"];
}
