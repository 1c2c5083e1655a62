using Backlot.Generation.Caches.Predicted;
using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Projects;

/// <summary>What holds for a whole film. What is null is as usual.</summary>
/// <param name="AspectRatio">Width to height. Usual: 16:9.</param>
/// <param name="TargetDurationSeconds">How long the film is to be.</param>
/// <param name="MatureAesthetic">Whether it may be made for adults. Usual: no, and prompts say so.</param>
/// <param name="BudgetUsd">What its shots may cost together, in US dollars. Usual: as much as the owner's credits allow.</param>
/// <param name="CustomBrainParams">Where this film departs from its brain.</param>
/// <param name="Drawing">Has a picture drawn of whoever and whatever a scene names, to go with its shot, so that they look the same in every
/// shot. Usual: only pictures of your own go along.</param>
/// <param name="MakeAhead">Allows spending on scenes that will probably be shot next. Usual: nothing is made ahead.</param>
public sealed record ProjectSettings(
    [OneOf("16:9", "9:16", "1:1", "4:5", "21:9")] string? AspectRatio = null,
    [Between(1, 36_000)] double? TargetDurationSeconds = null,
    bool? MatureAesthetic = null,
    [Between(0, 1_000_000)] decimal? BudgetUsd = null,
    BrainTuning? CustomBrainParams = null,
    Drawing? Drawing = null,
    SpendingLeave? MakeAhead = null);

/// <summary>Who and what is drawn: characters that have no reference picture, and the things of this list.</summary>
/// <param name="Providers">Who draws, in turn, as <c>gemini</c> or <c>openai/gpt-image-2</c>. Left out: the built-in one.</param>
/// <param name="Things">Places and props, beside the characters.</param>
public sealed record Drawing(
    [Items(0, 3), Text(150)] IReadOnlyList<string>? Providers = null,
    [Items(0, 20)] IReadOnlyList<DrawnThing>? Things = null);

/// <summary>A place or a prop that is to look the same wherever it is seen.</summary>
/// <param name="Name">As prompts name it.</param>
/// <param name="Appearance">What it looks like.</param>
public sealed record DrawnThing([OneOf("background", "prop")] string Type, [Text(200)] string Name, [Text(1000, ManyLines = true)] string Appearance);

/// <summary>Where a film departs from its brain.</summary>
/// <param name="Lighting">−1 dark … 1 bright; for scenes that say nothing of their own.</param>
/// <param name="CameraAngle">−1 from below … 1 from above.</param>
/// <param name="Mood">−1 sad … 1 happy.</param>
/// <param name="Pacing">−1 slow … 1 fast.</param>
/// <param name="Style">Said of every shot.</param>
/// <param name="Avoid">Not to be seen in any shot.</param>
public sealed record BrainTuning(
    [Between(-1, 1)] double? Lighting = null,
    [Between(-1, 1)] double? CameraAngle = null,
    [Between(-1, 1)] double? Mood = null,
    [Between(-1, 1)] double? Pacing = null,
    [Text(500)] string? Style = null,
    [Text(500)] string? Avoid = null);
