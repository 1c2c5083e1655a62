using Backlot.Library;

namespace Backlot.Studio.Characters;

/// <summary>Somebody who appears in a project.</summary>
/// <param name="ReferenceImages">What they look like; the first is the one that is shown.</param>
/// <param name="VoiceUrl">A signed link to the recording of the voice.</param>
/// <param name="VoiceDescription">The voice in words; told to models when the scene has somebody speak.</param>
/// <param name="EmbeddedBy">Who made the vector of the reference pictures, by which characters that look alike are found; null until it is made.</param>
/// <param name="ConsistencyScore">0..1: how alike the shots are whose prompts name them. Null for fewer than two.</param>
/// <param name="ShotsCompared">How many shots the score was made of.</param>
/// <param name="MeasuredAt">When a look at pictures and shots last found something new.</param>
public sealed record CharacterView(
    Guid Id, Guid ProjectId, string Name, Appearance Appearance, IReadOnlyList<ReferenceImageView> ReferenceImages,
    Guid? VoiceAssetId, string? VoiceUrl, string? VoiceDescription, string? EmbeddedBy, double? ConsistencyScore, int ShotsCompared,
    DateTimeOffset? MeasuredAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static CharacterView Of(Character character, IEnumerable<CharacterImage> images, MediaLinks links) => new(
        character.Id, character.ProjectId, character.Name, character.AppearanceDescriptor,
        [.. images.OrderBy(i => i.Place).Select(i => new ReferenceImageView(i.AssetId, links.Of(i.AssetId), links.Of(i.AssetId, MediaVariant.Thumbnail)))],
        character.VoiceAssetId, character.VoiceAssetId is { } voice ? links.Of(voice) : null, character.VoiceDescription, character.EmbeddedBy,
        character.ConsistencyScore, character.ShotsCompared, character.MeasuredAt, character.CreatedAt, character.UpdatedAt);
}

/// <summary>A picture of a character.</summary>
/// <param name="Url">A signed link to the picture.</param>
/// <param name="ThumbnailUrl">A signed link to a small form of it.</param>
public sealed record ReferenceImageView(Guid AssetId, string Url, string ThumbnailUrl);

/// <summary>A character who looks like another.</summary>
/// <param name="Similarity">-1..1: the cosine of the angle between the vectors of their reference pictures.</param>
public sealed record SimilarCharacter(Guid Id, Guid ProjectId, string Name, double Similarity, string? ThumbnailUrl);
