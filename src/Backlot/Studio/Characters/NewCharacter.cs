using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Characters;

/// <summary>A character to be.</summary>
/// <param name="Name">As prompts will name them: a scene whose words have this name is one that they appear in.</param>
/// <param name="ReferenceImages">Assets that are pictures of them; the first is the one that is shown.</param>
/// <param name="VoiceAssetId">An asset with a recording of the voice.</param>
/// <param name="VoiceDescription">The voice in words.</param>
public sealed record NewCharacter(
    [Text(200)] string Name,
    Appearance? Appearance = null,
    [Items(0, NewCharacter.MostImages)] IReadOnlyList<Guid>? ReferenceImages = null,
    Guid? VoiceAssetId = null,
    [Text(1000, MayBeEmpty = true, ManyLines = true)] string? VoiceDescription = null) : IRequestBody<NewCharacter>
{
    /// <summary>More would not make the likeness better known.</summary>
    public const int MostImages = 12;

    public static NewCharacter Example => new("Mara",
        new("in her sixties", "a woman", Clothing: "a yellow oilskin coat", DistinctiveFeatures: "short white hair"),
        VoiceDescription: "low and hoarse, unhurried");
}

/// <summary>Only what is given changes.</summary>
/// <param name="Appearance">All of it: what is left out of this is left out of the character.</param>
/// <param name="ReferenceImages">All of them.</param>
public sealed record CharacterEdit(
    [Text(200)] string? Name = null,
    Appearance? Appearance = null,
    [Items(0, NewCharacter.MostImages)] IReadOnlyList<Guid>? ReferenceImages = null,
    Guid? VoiceAssetId = null,
    [Text(1000, MayBeEmpty = true, ManyLines = true)] string? VoiceDescription = null) : IRequestBody<CharacterEdit>
{
    public static CharacterEdit Example => new(Appearance: new("in her sixties", "a woman", Clothing: "a dark blue jumper"));
}
