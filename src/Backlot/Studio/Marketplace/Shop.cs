using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Marketplace;

/// <summary>What is offered, as it stands in the shop window.</summary>
internal sealed record Offer(Guid SellerId, string Name, int Price);

/// <summary>A licence and the copy that its holder has.</summary>
/// <param name="IsNew">It was bought just now.</param>
internal sealed record Licence(Purchase Purchase, Guid ItemId, bool IsNew);

/// <summary>Buys brains and formats.</summary>
internal sealed class Shop(BacklotDb db, StudioWrites writes)
{
    /// <summary>Buys it, once: whoever has a licence gets their copy again, for nothing, also when it is no longer offered.</summary>
    /// <param name="mostCredits">Not if it costs more; null for whatever it costs.</param>
    /// <exception cref="Refusal">404: nobody offers it. 409: it is one's own, or dearer. 402: the buyer has fewer credits.</exception>
    public async Task<Licence> BuyAsync(GoodsKind kind, Guid id, int? mostCredits, CancellationToken ct)
    {
        if (await LicenceAsync(kind, id, ct) is { } held)
            return await writes.OnShelfAsync(() => CopyAsync(held, isNew: false, ct), ct);
        var seller = (await OfferAsync(kind, id, ct)).SellerId;
        if (seller == db.Owner)
            throw new Refusal(409, "goods.own", "This is yours already: nobody buys from themselves.");
        return await writes.OnShelfAsync(async () =>
        {
            // What was seen may have been changed or bought meanwhile; now both stand still.
            if (await LicenceAsync(kind, id, ct) is { } just)
                return await CopyAsync(just, isNew: false, ct);
            var offer = await OfferAsync(kind, id, ct);
            if (offer.Price > mostCredits)
                throw new Refusal(409, "goods.dearer", $"{offer.Name} costs {offer.Price} credits now, more than the {mostCredits} that you would pay.");
            var bought = await db.Database.SqlQueryRaw<Guid>(
                Sql("buy"), db.Owner, TextEnum.Name(kind), id, offer.Price, offer.Name, offer.SellerId).ToListAsync(ct);
            if (bought is not [var purchaseId])
                throw new Refusal(402, "credits.missing",
                    $"{offer.Name} costs {offer.Price} credits, and you have fewer: ask an admin for more, then try again.");
            return await CopyAsync(await db.Purchases.AsNoTracking().SingleAsync(p => p.Id == purchaseId, ct), isNew: true, ct);
        }, ct, alsoLocked: seller);
    }

    private Task<Purchase?> LicenceAsync(GoodsKind kind, Guid id, CancellationToken ct) => db.Purchases.AsNoTracking().SingleOrDefaultAsync(
        kind == GoodsKind.Brain ? p => p.BrainId == id : p => p.FormatId == id, ct);

    private async Task<Offer> OfferAsync(GoodsKind kind, Guid id, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<Offer>(Sql("offer"), TextEnum.Name(kind), id).ToListAsync(ct)).SingleOrDefault() ?? throw Refusal.NotFound();

    /// <summary>The copy that is there, or a new one of the original.</summary>
    private async Task<Licence> CopyAsync(Purchase purchase, bool isNew, CancellationToken ct)
    {
        var there = purchase.ItemKind == GoodsKind.Brain
            ? await db.Brains.Where(b => b.PurchaseId == purchase.Id).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(ct)
            : await db.FormatTemplates.Where(f => f.PurchaseId == purchase.Id).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(ct);
        if (there is { } copy)
            return new(purchase, copy, isNew);
        var made = await db.Database.SqlQueryRaw<Guid>(Sql(purchase.ItemKind == GoodsKind.Brain ? "copy_brain" : "copy_format"), db.Owner, purchase.Id)
            .ToListAsync(ct);
        return made is [var item] ? new(purchase, item, isNew) : throw Refusal.NotFound();
    }

    private static string Sql(string name) => SqlFile.Read($"Studio/Marketplace/Sql/{name}.sql");
}
