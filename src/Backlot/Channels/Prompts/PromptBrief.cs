namespace Backlot.Channels.Prompts;

/// <summary>What a channel owner asks for, as far as the prompt writer needs it.</summary>
/// <param name="Niche">The channel's subject in the owner's words, "medieval royal court"; not blank.</param>
/// <param name="MoodKeywords">Adjectives such as "calm"; may be empty. Commas inside a keyword separate two.</param>
/// <param name="TargetDurationSeconds">Length of the finished film, a whole number of frames of 1/25 s.</param>
/// <param name="CrossfadeSeconds">How long neighbours overlap, at least 0 and a whole number of frames.</param>
/// <param name="Seed">Another seed gives another album for the same niche and moods.</param>
/// <param name="MusicPrompts">The owner's own 20 prompts, kept verbatim and in order; null: the grammar's.</param>
/// <param name="VisualPrompts">As <paramref name="MusicPrompts"/>, for the pictures.</param>
public sealed record PromptBrief(
    string Niche,
    IReadOnlyList<string> MoodKeywords,
    double TargetDurationSeconds,
    double CrossfadeSeconds,
    long Seed,
    IReadOnlyList<string>? MusicPrompts,
    IReadOnlyList<string>? VisualPrompts);
