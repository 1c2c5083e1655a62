using Backlot.Library;
using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Brains;

/// <summary>A brain.</summary>
/// <param name="Key">Names one that comes with Backlot; null for your own.</param>
/// <param name="StyleVector">128 numbers of unit length, made from the parameters: films made by brains with near ones look and move alike.</param>
/// <param name="IsBought">It is a copy that you bought: change it as you like, it cannot be sold on.</param>
/// <param name="IsMarketplace">It is for sale.</param>
/// <param name="Price">Credits; null is none.</param>
public sealed record BrainView(
    Guid Id, string? Key, string Name, string Description, BrainParameters Parameters,
        [Items(StyleVector.Dimensions, StyleVector.Dimensions)] IReadOnlyList<float> StyleVector,
    string? ThumbnailUrl, bool IsBought, bool IsMarketplace, int? Price, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static BrainView Of(Brain brain, MediaLinks links) => new(
        brain.Id, brain.ShippedKey, brain.Name, brain.Description, brain.Parameters, Brains.StyleVector.Of(brain.Parameters),
        brain.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null, brain.PurchaseId is not null, brain.IsMarketplace, brain.Price,
            brain.CreatedAt, brain.UpdatedAt);
}

/// <summary>A brain in a list.</summary>
/// <param name="Key">Names one that comes with Backlot; null for your own.</param>
/// <param name="IsBought">It is a copy that you bought.</param>
/// <param name="IsMarketplace">It is for sale.</param>
/// <param name="Price">Credits; null is none.</param>
public sealed record BrainSummary(
    Guid Id, string? Key, string Name, string Description, string? ThumbnailUrl, bool IsBought, bool IsMarketplace, int? Price, DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt)
{
    internal static BrainSummary Of(Brain brain, MediaLinks links) => new(
        brain.Id, brain.ShippedKey, brain.Name, brain.Description, brain.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null,
        brain.PurchaseId is not null, brain.IsMarketplace, brain.Price, brain.CreatedAt, brain.UpdatedAt);
}

/// <summary>A brain whose films would look and move like another's.</summary>
/// <param name="Similarity">-1..1: the cosine of the angle between the two style vectors.</param>
public sealed record SimilarBrain(Guid Id, string? Key, string Name, double Similarity);

/// <summary>Nearest first.</summary>
public sealed record SimilarBrains([Items(0, Platform.Http.Page.LargestLimit)] IReadOnlyList<SimilarBrain> Items);
