using Backlot.Library;
using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Formats;

/// <summary>A format.</summary>
/// <param name="Key">Names one that comes with Backlot; null for your own.</param>
/// <param name="Beats">In their order; each becomes a scene.</param>
/// <param name="DurationSeconds">Of all beats together, as suggested.</param>
/// <param name="IsBought">It is a copy that you bought: change it as you like, it cannot be sold on.</param>
/// <param name="IsMarketplace">It is for sale.</param>
/// <param name="Price">Credits; null is none.</param>
public sealed record FormatView(
    Guid Id, string? Key, string Name, string Description, [Items(1, Beat.Most)] IReadOnlyList<Beat> Beats, double DurationSeconds,
    string? ThumbnailUrl, bool IsBought, bool IsMarketplace, int? Price, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static FormatView Of(FormatTemplate format, MediaLinks links) => new(
        format.Id, format.ShippedKey, format.Name, format.Description, [.. format.BeatStructure.OrderBy(b => b.Sequence)],
        Math.Round(format.BeatStructure.Sum(b => b.SuggestedDurationSeconds), 2), format.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null,
        format.PurchaseId is not null, format.IsMarketplace, format.Price, format.CreatedAt, format.UpdatedAt);
}

/// <summary>A format in a list.</summary>
/// <param name="Key">Names one that comes with Backlot; null for your own.</param>
/// <param name="BeatCount">How many scenes it lays out.</param>
/// <param name="DurationSeconds">Of all beats together, as suggested.</param>
/// <param name="IsBought">It is a copy that you bought.</param>
/// <param name="IsMarketplace">It is for sale.</param>
/// <param name="Price">Credits; null is none.</param>
public sealed record FormatSummary(
    Guid Id, string? Key, string Name, string Description, int BeatCount, double DurationSeconds, string? ThumbnailUrl, bool IsBought, bool IsMarketplace,
        int? Price,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static FormatSummary Of(FormatTemplate format, MediaLinks links)
    {
        var whole = FormatView.Of(format, links);
        return new(whole.Id, whole.Key, whole.Name, whole.Description, whole.Beats.Count, whole.DurationSeconds, whole.ThumbnailUrl,
            whole.IsBought, whole.IsMarketplace, whole.Price, whole.CreatedAt, whole.UpdatedAt);
    }
}
