using Backlot.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Assets;

/// <summary>The orders in which assets can be listed.</summary>
internal static class AssetOrder
{
    public const string Newest = "newest", Oldest = "oldest", Name = "name", Largest = "largest", Longest = "longest";

    /// <param name="after">The place to go on after; null for the start.</param>
    public static IQueryable<Asset> Sorted(this IQueryable<Asset> assets, string sort, SortPlace? after) => sort switch
    {
        Oldest => (after is null ? assets : assets.Where(a => a.Id > after.Id)).OrderBy(a => a.Id),
        Name => AfterName(assets, after).OrderBy(a => a.Filename).ThenBy(a => a.Id),
        Largest => AfterSize(assets, after).OrderByDescending(a => a.SizeBytes ?? 0).ThenByDescending(a => a.Id),
        Longest => AfterDuration(assets, after).OrderByDescending(a => a.DurationSeconds ?? 0).ThenByDescending(a => a.Id),
        _ => (after is null ? assets : assets.Where(a => a.Id < after.Id)).OrderByDescending(a => a.Id),
    };

    public static SortPlace PlaceOf(AssetView asset, string sort) => sort switch
    {
        Name => SortPlace.Of(asset.Filename, asset.Id),
        Largest => SortPlace.Of(asset.SizeBytes ?? 0, asset.Id),
        Longest => SortPlace.Of(asset.DurationSeconds ?? 0, asset.Id),
        _ => new(null, asset.Id),
    };

    private static IQueryable<Asset> AfterName(IQueryable<Asset> assets, SortPlace? after)
    {
        if (after is null)
            return assets;
        var (name, id) = (after.KeyAs<string>(), after.Id);
        return assets.Where(a => EF.Functions.GreaterThan(ValueTuple.Create(a.Filename, a.Id), ValueTuple.Create(name, id)));
    }

    private static IQueryable<Asset> AfterSize(IQueryable<Asset> assets, SortPlace? after)
    {
        if (after is null)
            return assets;
        var (bytes, id) = (after.KeyAs<long>(), after.Id);
        return assets.Where(a => EF.Functions.LessThan(ValueTuple.Create(a.SizeBytes ?? 0, a.Id), ValueTuple.Create(bytes, id)));
    }

    private static IQueryable<Asset> AfterDuration(IQueryable<Asset> assets, SortPlace? after)
    {
        if (after is null)
            return assets;
        var (seconds, id) = (after.KeyAs<double>(), after.Id);
        return assets.Where(a => EF.Functions.LessThan(ValueTuple.Create(a.DurationSeconds ?? 0, a.Id), ValueTuple.Create(seconds, id)));
    }
}
