using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Assets;

/// <summary>Told, in the same transaction, of assets that are about to be deleted. For products whose rows show assets and must not change
/// unseen: the foreign keys would change them as well, and tell nobody.</summary>
/// <param name="assetIds">Of the scope's owner; with all that was made of them.</param>
internal delegate Task BeforeAssetsGo(IReadOnlyList<Guid> assetIds, CancellationToken ct);

/// <summary>Deletes assets.</summary>
internal sealed class AssetRemoval(BacklotDb db, IEnumerable<BeforeAssetsGo> told)
{
    /// <summary>With what was made of them: thumbnails, proxies and the like. In the caller's transaction.</summary>
    public async Task RemoveAsync(IQueryable<Asset> assets, CancellationToken ct)
    {
        var ids = await assets.Select(a => a.Id).ToListAsync(ct);
        ids.AddRange(await db.Assets.Where(a => a.DerivedFrom != null && ids.Contains(a.DerivedFrom.Value)).Select(a => a.Id).ToListAsync(ct));
        foreach (var tell in told)
            await tell(ids, ct);
        await db.Assets.Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(ct);
    }
}
