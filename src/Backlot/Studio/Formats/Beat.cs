using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Formats;

/// <summary>One step of a story.</summary>
/// <param name="Sequence">From 1, without holes.</param>
/// <param name="Description">What has to happen here, and why.</param>
/// <param name="SuggestedDurationSeconds">How long its scene should be.</param>
/// <param name="PromptStarter">The prompt that its scene begins with, to be written on.</param>
public sealed record Beat(
    [Between(1, Beat.Most)] int Sequence,
    [Text(200)] string Name,
    [Text(1000, MayBeEmpty = true, ManyLines = true)] string Description,
    [Between(0.5, 3600)] double SuggestedDurationSeconds,
    [Text(2000, MayBeEmpty = true, ManyLines = true)] string PromptStarter)
{
    /// <summary>Beats of one format.</summary>
    public const int Most = 100;
}
