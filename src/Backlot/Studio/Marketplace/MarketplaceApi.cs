using System.ComponentModel;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Marketplace;

/// <summary>What somebody offers: enough to choose by. The goods themselves come with the licence.</summary>
/// <param name="Price">Credits; 0 is a gift.</param>
/// <param name="Seller">The name that they show.</param>
/// <param name="Licences">How many have bought it.</param>
public sealed record MarketplaceItemView(
    Guid Id, GoodsKind Kind, string Name, string Description, string? ThumbnailUrl, int Price, string Seller, int Licences, DateTimeOffset PublishedAt);

/// <summary>A licence for something, for ever.</summary>
/// <param name="OriginalId">What was bought, in the marketplace; null once its seller deleted it.</param>
/// <param name="ItemId">Your own copy of it; null once you deleted it.</param>
/// <param name="Name">As it was called then.</param>
/// <param name="Price">Credits that were paid.</param>
public sealed record PurchaseView(Guid Id, GoodsKind Kind, Guid? OriginalId, Guid? ItemId, string Name, int Price, DateTimeOffset CreatedAt)
{
    internal static PurchaseView Of(Purchase purchase, Guid? itemId) => new(
        purchase.Id, purchase.ItemKind, purchase.BrainId ?? purchase.FormatId, itemId, purchase.Name, purchase.Price, purchase.CreatedAt);
}

/// <summary><c>/api/marketplace</c> and <c>/api/purchases</c>.</summary>
internal static class MarketplaceApi
{
    public static void MapMarketplace(this IEndpointRouteBuilder routes)
    {
        var marketplace = routes.MapGroup("/api").WithTags("Marketplace").ProducesProblem(401);
        marketplace.MapGet("/marketplace", List).WithName("listMarketplace").WithSummary("Brains and formats that people offer, newest first")
            .ProducesProblem(400);
        marketplace.MapPost("/marketplace/{kind}/{id:guid}/purchase", Buy).WithName("buyGoods")
            .WithSummary("Buy a brain or format with credits, once and for ever")
            .ProducesProblem(402).ProducesProblem(404).ProducesProblem(409).Makes();
        marketplace.MapGet("/purchases", Purchases).WithName("listPurchases").WithSummary("What you bought, newest first").ProducesProblem(400);
    }

    private static Task<Page<MarketplaceItemView>> List(BacklotDb db, MediaLinks links,
        [StateOf<GoodsKind>, Description("Only these.")] string? kind,
        [Text(200, MayBeEmpty = true), Description("Only those with this in their name, whatever its case.")] string? q, int? limit, string? cursor,
            CancellationToken ct)
    {
        var items = db.MarketplaceItems.AsNoTracking();
        if (kind is not null)
        {
            var only = TextEnum.Parse<GoodsKind>(kind);
            items = items.Where(i => i.Kind == only);
        }
        if (q is { Length: > 0 })
            items = items.Where(i => EF.Functions.ILike(i.Name, LikePattern.Containing(q), LikePattern.Escape));
        return Page.ReadAsync(limit, cursor, async (below, take) =>
            (await items.Where(i => i.Id < below).OrderByDescending(i => i.Id).Take(take).ToListAsync(ct)).ConvertAll(i => new MarketplaceItemView(
                i.Id, i.Kind, i.Name, i.Description, i.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null, i.Price, i.Seller, i.Licences,
                    i.PublishedAt)),
            item => item.Id);
    }

    private static async Task<Results<Created<PurchaseView>, Ok<PurchaseView>>> Buy(
        [StateOf<GoodsKind>, Description("brain or format.")] string kind, Guid id, Shop shop,
        [Between(0, Publication.Dearest), Description("Not if it costs more than this. Left out: whatever it costs.")] int? mostCredits, CancellationToken ct)
    {
        var licence = await shop.BuyAsync(TextEnum.Parse<GoodsKind>(kind), id, mostCredits, ct);
        var view = PurchaseView.Of(licence.Purchase, licence.ItemId);
        return licence.IsNew ? TypedResults.Created($"/api/{kind}s/{licence.ItemId}", view) : TypedResults.Ok(view);
    }

    private static Task<Page<PurchaseView>> Purchases(BacklotDb db, int? limit, string? cursor, CancellationToken ct)
    {
        var (brains, formats) = (db.Brains, db.FormatTemplates);
        return Page.ReadAsync(limit, cursor, (below, take) => db.Purchases.AsNoTracking().Where(p => p.Id < below).OrderByDescending(p => p.Id).Take(take)
            .Select(p => new PurchaseView(p.Id, p.ItemKind, p.BrainId ?? p.FormatId,
                brains.Where(b => b.PurchaseId == p.Id).Select(b => (Guid?)b.Id).FirstOrDefault() ?? formats.Where(f => f.PurchaseId == p.Id)
                    .Select(f => (Guid?)f.Id).FirstOrDefault(),
                p.Name, p.Price, p.CreatedAt)).ToListAsync(ct), purchase => purchase.Id);
    }
}
