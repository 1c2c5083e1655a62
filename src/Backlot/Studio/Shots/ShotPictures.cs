using Backlot.Library;
using Backlot.Platform.Database;

namespace Backlot.Studio.Shots;

/// <summary>Pictures of the library that can go with an order.</summary>
internal static class ShotPictures
{
    /// <summary>Those of the owner that are there and of a kind that all models take: PNG or JPEG. They have a hash and a type.</summary>
    public static IQueryable<Asset> PicturesToSend(this BacklotDb db) =>
        db.Assets.Where(a => a.Status == AssetStatus.Ready && a.Sha256 != null && (a.MimeType == "image/png" || a.MimeType == "image/jpeg"));
}
