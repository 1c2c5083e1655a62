using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backlot.Generation.Caches;

/// <summary>What somebody is about to pay for.</summary>
/// <param name="Prompt">As it would be sent.</param>
/// <param name="Parameters">JSON of all else that decides about the result: size, length, references. A seed belongs to it only where the
/// user chose it, else no two questions are the same.</param>
/// <param name="Model">Provider and model, as in <c>runway gen4_turbo</c>.</param>
/// <param name="ProjectId">Whose predicted scenes are looked at, too; null for none.</param>
/// <param name="SceneId">Not looked at; for the caller's own records.</param>
public sealed record CacheQuestion(
    GenerationKind Kind, string Prompt, string Parameters, string Model, Guid? ProjectId = null, Guid? SceneId = null)
{
    /// <summary>As <see cref="Model"/> is written.</summary>
    /// <param name="model">Null for a provider without models.</param>
    public static string ModelOf(string provider, string? model) => (model is null ? provider : $"{provider} {model}").Replace('/', ' ');
}

/// <summary>What a cache has instead.</summary>
/// <param name="Level">Which of the caches.</param>
/// <param name="Prompt">That it was made for.</param>
/// <param name="Likeness">Of both prompts: the cosine of their vectors, 1 for the same.</param>
/// <param name="SavedUsd">What was paid for it, and need not be paid again.</param>
/// <param name="EntryId">Of the cache, for a report that it is wrong.</param>
public sealed record CacheHit(ServedBy Level, Guid AssetId, string Prompt, double Likeness, decimal SavedUsd, Guid EntryId)
{
    /// <summary>To be kept in <see cref="GenerationRecord.Metadata"/> of what this hit served: it is shown to the user, and says later which
    /// entry a report is about.</summary>
    /// <param name="metadata">A JSON object that it is added to.</param>
    public string NoteIn(string metadata = "{}")
    {
        var fields = JsonNode.Parse(metadata)?.AsObject() ?? [];
        fields["cache"] = JsonSerializer.SerializeToNode(new CacheNote(EntryId, Prompt, Likeness), JsonSerializerOptions.Web);
        return fields.ToJsonString();
    }
}

/// <summary>Which entry of a cache served a generation.</summary>
/// <param name="EntryId">Of the level that the generation names.</param>
/// <param name="Prompt">That the entry was made for.</param>
/// <param name="Likeness">Of both prompts.</param>
public sealed record CacheNote(Guid EntryId, string Prompt, double Likeness)
{
    /// <returns>Null when it was served by no cache.</returns>
    public static CacheNote? Of(GenerationRecord generation) =>
        JsonNode.Parse(generation.Metadata)?["cache"].Deserialize<CacheNote>(JsonSerializerOptions.Web);
}
