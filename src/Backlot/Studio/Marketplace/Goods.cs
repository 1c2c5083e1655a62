using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Marketplace;

/// <summary>What holds for everything that can be sold.</summary>
internal static class Goods
{
    /// <exception cref="Refusal">404: no such thing for the owner. 409: it comes with Backlot.</exception>
    public static async Task<T> OwnAsync<T>(IQueryable<T> goods, Guid id, CancellationToken ct) where T : class, IGoods =>
        await goods.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } found ? throw Refusal.NotFound()
        : found.UserId is null ? throw new Refusal(409, "goods.shipped", $"{found.Name} comes with Backlot and stays as it is: add one of your own instead.")
        : found;

    /// <exception cref="Refusal">409: it was bought.</exception>
    public static T Publish<T>(T goods, int price, DateTimeOffset now) where T : IGoods
    {
        if (goods.PurchaseId is not null)
            throw new Refusal(409, "goods.bought", $"{goods.Name} was bought: it is yours to use and to change, not to sell.");
        (goods.IsMarketplace, goods.PublishedAt, goods.Price, goods.UpdatedAt) = (true, goods.PublishedAt ?? now, price, now);
        return goods;
    }

    public static T Unpublish<T>(T goods, DateTimeOffset now) where T : IGoods
    {
        if (goods.IsMarketplace)
            (goods.IsMarketplace, goods.PublishedAt, goods.UpdatedAt) = (false, null, now);
        return goods;
    }

    /// <exception cref="Refusal">422: it is no picture of the owner's.</exception>
    public static async Task DemandThumbnailAsync(BacklotDb db, Guid? asset, CancellationToken ct) => FieldChecks.Demand(
        asset is null || await db.Assets.AnyAsync(a => a.Id == asset && a.Kind == AssetKind.Image && a.Status == AssetStatus.Ready, ct),
        "thumbnailAssetId", "name an asset of yours that is a picture and ready.");
}
