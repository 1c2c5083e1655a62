using System.Text.Json;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Export;

/// <summary>A finished album as its texts describe it.</summary>
/// <param name="Film">The rendered asset.</param>
/// <param name="Timeline">As rendered.</param>
internal sealed record AlbumContents(
    VideoJob Album, Channel Channel, Asset Film, Timeline Timeline, IReadOnlyList<AlbumPair> Pairs, DateTimeOffset RenderedAt)
{
    public static async Task<AlbumContents> ReadAsync(BacklotDb db, VideoJob album, RenderTask render, CancellationToken ct)
    {
        var timeline = JsonSerializer.Deserialize<Timeline>(render.Timeline, JsonSerializerOptions.Web)
            ?? throw new JsonException("The timeline is null.");
        var tracks = await db.AudioTracks.AsNoTracking().Where(t => t.VideoJobId == album.Id).OrderBy(t => t.OrderIndex).ToListAsync(ct);
        var images = await db.Images.AsNoTracking().Where(i => i.VideoJobId == album.Id).OrderBy(i => i.OrderIndex).ToListAsync(ct);
        var wanted = tracks.Select(t => t.AssetId).Concat(images.Select(i => i.AssetId)).Append(render.OutputAssetId ?? Guid.Empty).ToList();
        var assets = await db.Assets.AsNoTracking().Where(a => wanted.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return new(album,
            await db.Channels.AsNoTracking().SingleAsync(c => c.Id == album.ChannelId, ct),
            assets[render.OutputAssetId ?? Guid.Empty],
            timeline,
            [.. tracks.Zip(images, (track, image) => new AlbumPair(track, assets[track.AssetId], image, assets[image.AssetId],
                timeline.Chapters[track.OrderIndex - 1]))],
            render.CompletedAt ?? album.UpdatedAt);
    }
}

/// <summary>A track and the image shown with it.</summary>
internal sealed record AlbumPair(AudioTrack Track, Asset Sound, Image Image, Asset Picture, Chapter Chapter)
{
    /// <summary>What may be done with a part, in one sentence.</summary>
    public static string LicenseOf(Asset asset) =>
        JsonDocument.Parse(asset.Metadata).RootElement.TryGetProperty("license", out var license) && license.GetString() is { } text
            ? text
            : "Your own file; you hold or have cleared its rights.";
}
