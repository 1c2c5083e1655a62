using System.Security.Cryptography;
using System.Text;

namespace Backlot.Rendering.Cuts;

/// <summary>Words on a dark ground, as a part of a film: they come up, stand and go.</summary>
/// <param name="Title">Large; 1 to 120 characters.</param>
/// <param name="Subtitle">Small, under it; at most 240 characters. Null for none.</param>
/// <param name="Seconds">How long it is shown: 1 to 20.</param>
public sealed record TitleCard(string Title, string? Subtitle, double Seconds)
{
    public const int MostTitle = 120, MostSubtitle = 240;
    public const double LeastSeconds = 1, MostSeconds = 20;

    /// <summary>The part that shows it; it is named by all that shapes it, as if it were a file.</summary>
    public CutPart ToPart(double crossfadeSeconds) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"card\n{Title}\n{Subtitle}\n{Seconds:R}")))), InSeconds: 0, OutSeconds: Seconds)
        {
            CrossfadeSeconds = crossfadeSeconds, Card = this,
        };

    /// <summary>What cannot be drawn; null for a good one.</summary>
    internal string? Fault() =>
        Title.Trim().Length is 0 or > MostTitle ? $"A card's title has 1 to {MostTitle} characters."
        : Subtitle is { Length: > MostSubtitle } ? $"A card's subtitle has at most {MostSubtitle} characters."
        : Seconds is not (>= LeastSeconds and <= MostSeconds) ? $"A card is shown for {LeastSeconds:0} to {MostSeconds:0} s."
        : null;
}
