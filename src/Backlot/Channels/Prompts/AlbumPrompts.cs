using System.Text.Json.Serialization;

namespace Backlot.Channels.Prompts;

/// <summary>What one album is made from: 20 pieces of music and 20 pictures, paired by their order index.</summary>
/// <remarks>The JSON form is what the column <c>video_jobs.prompts_json</c> holds.</remarks>
public sealed record AlbumPrompts(
    [property: JsonPropertyName("music_prompts")] IReadOnlyList<MusicPrompt> MusicPrompts,
    [property: JsonPropertyName("visual_prompts")] IReadOnlyList<VisualPrompt> VisualPrompts)
{
    /// <summary>Who wrote them: a provider's name or <see cref="PromptWriting.BuiltIn"/>. Null while a language model has yet to, and in
    /// albums of before there were any.</summary>
    [JsonPropertyName("written_by")]
    public string? WrittenBy { get; init; }

    /// <summary>Why it was not who had been asked first; null when it was.</summary>
    [JsonPropertyName("note")]
    public string? Note { get; init; }
}

/// <summary>One track to be made.</summary>
/// <param name="OrderIndex">1 to 20: its place in the film.</param>
/// <param name="Title">Chapter title in Title Case, unique in the album.</param>
/// <param name="Prompt">What a music provider is asked for: at most 255 characters when the grammar wrote it.</param>
/// <param name="DurationSeconds">Length with both crossfades, a whole number of frames of 1/25 s.</param>
/// <param name="Seed">0 to 2^53 − 1, so that every JSON reader keeps it exactly.</param>
public sealed record MusicPrompt(
    [property: JsonPropertyName("order_index")] int OrderIndex,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("duration_seconds")] double DurationSeconds,
    [property: JsonPropertyName("seed")] long Seed)
{
    /// <summary>The same length in minutes; derived, so it is ignored when read back.</summary>
    [JsonPropertyName("duration_minutes")]
    public double DurationMinutes => DurationSeconds / 60;
}

/// <summary>One picture to be made.</summary>
/// <param name="OrderIndex">1 to 20: shown while the track of the same index plays.</param>
/// <param name="Prompt">What an image provider is asked for: at most 255 characters when the grammar wrote it.</param>
/// <param name="Seed">0 to 2^53 − 1, so that every JSON reader keeps it exactly.</param>
public sealed record VisualPrompt(
    [property: JsonPropertyName("order_index")] int OrderIndex,
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("seed")] long Seed);
