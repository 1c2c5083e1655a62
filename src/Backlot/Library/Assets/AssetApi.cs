using System.ComponentModel;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Library.Assets;

/// <summary><c>/api/assets</c>: what was brought in or made.</summary>
internal static class AssetApi
{
    private const int LongestSearch = 200;

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        var assets = routes.MapGroup("/api/assets").WithTags("Assets").ProducesProblem(401);
        assets.MapGet("/", List).WithName("listAssets").WithSummary("Assets, newest first or as asked").ProducesProblem(400);
        assets.MapGet("/{id:guid}", Get).WithName("getAsset").WithSummary("One asset").ProducesProblem(404).Versioned();
        assets.MapPatch("/{id:guid}", Edit).WithName("editAsset").WithSummary("Rename an asset")
            .ProducesProblem(404).ProducesProblem(422).ChangesVersionOf("getAsset");
        assets.MapDelete("/{id:guid}", Delete).WithName("deleteAsset").WithSummary("Delete an asset with its clips and analyses")
            .WithDescription("Its bytes go a day later, unless something else needs the same ones.")
            .ProducesProblem(404).ProducesProblem(409).ChangesVersionOf("getAsset");
    }

    private static Task<Page<AssetView>> List(BacklotDb db, MediaLinks links,
        [StateOf<AssetKind>, Description("Only assets of this kind.")] string? kind,
        [StateOf<AssetStatus>, Description("Only assets in this state.")] string? status,
        [StateOf<AssetSource>, Description("Only assets that came in this way.")] string? source,
        [Text(LongestSearch), Description("Only assets with this in their name, whatever its case.")] string? q,
        [OneOf(AssetOrder.Newest, AssetOrder.Oldest, AssetOrder.Name, AssetOrder.Largest, AssetOrder.Longest),
            Description("In which order; newest first if it is left out.")] string? sort,
        int? limit, string? cursor, CancellationToken ct)
    {
        var assets = Filtered(db.Assets.AsNoTracking().Where(a => a.DerivedFrom == null), kind, status, source, q);
        var order = sort ?? AssetOrder.Newest;
        return SortedPage.ReadAsync(limit, cursor,
            async (after, take) => (await assets.Sorted(order, after).Take(take).ToListAsync(ct)).ConvertAll(a => AssetView.Of(a, links)),
            asset => AssetOrder.PlaceOf(asset, order));
    }

    private static async Task<AssetView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        AssetView.Of(await db.AssetOfAsync(id, ct), links);

    private static async Task<AssetView> Edit(Guid id, AssetEdit edit, BacklotDb db, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        var asset = await db.AssetOfAsync(id, ct);
        asset.Filename = edit.Filename?.Trim() ?? asset.Filename;
        asset.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return AssetView.Of(asset, links);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, AssetRemoval removal, CancellationToken ct)
    {
        await db.AssetOfAsync(id, ct);
        try
        {
            await db.InTransactionAsync(async () =>
            {
                await db.CancelJobsOfAsync(id, "The asset was deleted.", ct);
                await removal.RemoveAsync(db.Assets.Where(a => a.Id == id), ct);
            }, ct);
        }
        catch (PostgresException needed) when (needed.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new Refusal(409, "asset.in-use", "An album is made of this: delete that first, or replace this in it.");
        }
        return TypedResults.NoContent();
    }

    /// <exception cref="Refusal">404: no such asset of the owner.</exception>
    internal static async Task<Asset> AssetOfAsync(this BacklotDb db, Guid id, CancellationToken ct) =>
        await db.Assets.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();

    private static IQueryable<Asset> Filtered(IQueryable<Asset> assets, string? kind, string? status, string? source, string? q)
    {
        if (kind is not null)
        {
            var only = TextEnum.Parse<AssetKind>(kind);
            assets = assets.Where(a => a.Kind == only);
        }
        if (status is not null)
        {
            var only = TextEnum.Parse<AssetStatus>(status);
            assets = assets.Where(a => a.Status == only);
        }
        if (source is not null)
        {
            var only = TextEnum.Parse<AssetSource>(source);
            assets = assets.Where(a => a.SourceType == only);
        }
        return q is null ? assets : assets.Where(a => EF.Functions.ILike(a.Filename, LikePattern.Containing(q), LikePattern.Escape));
    }
}
