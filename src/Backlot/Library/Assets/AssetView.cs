using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Library.Assets;

/// <summary>An asset as its owner sees it.</summary>
/// <param name="Path">Where it was ingested from, when that was a folder.</param>
/// <param name="Width">Pixels, as displayed.</param>
/// <param name="Height">Pixels, as displayed.</param>
/// <param name="FrameRate">Frames a second as an exact ratio, 30000/1001; of a variable rate the average.</param>
/// <param name="Metadata">What else was measured: streams, colour, loudness, rotation.</param>
/// <param name="Links">Signed; null while there is nothing to be served.</param>
/// <param name="FootageReadAt">When its clips were found; null before, and for what has none.</param>
public sealed record AssetView(
    Guid Id, [StateOf<AssetKind>] string Kind, [StateOf<AssetSource>] string Source, [StateOf<AssetStatus>] string Status,
    string Filename, string? Path, string? SourceUrl, string? Sha256, long? SizeBytes, string? MimeType, string? Format, double? DurationSeconds, int? Width, int? Height, string? Resolution,
    string? FrameRate, bool? IsVariableFrameRate, bool? HasAudio, JsonElement Metadata, string? Error, AssetLinks? Links,
    DateTimeOffset? FootageReadAt, DateTimeOffset? IngestedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static AssetView Of(Asset asset, MediaLinks links) => new(
        asset.Id, TextEnum.Name(asset.Kind), TextEnum.Name(asset.SourceType), TextEnum.Name(asset.Status), asset.Filename, asset.Path, asset.SourceUrl,
        asset.Sha256, asset.SizeBytes, asset.MimeType, asset.Format, asset.DurationSeconds, asset.Width, asset.Height, asset.Resolution,
        asset is { FrameRateNum: { } num, FrameRateDen: { } den } ? $"{num}/{den}" : null, asset.IsVariableFrameRate, asset.HasAudio,
        JsonSerializer.Deserialize<JsonElement>(asset.Metadata), asset.ErrorMessage, asset.Status == AssetStatus.Ready ? AssetLinks.Of(asset, links) : null,
        asset.FootageReadAt, asset.IngestedAt, asset.CreatedAt, asset.UpdatedAt);
}

/// <summary>Where the bytes of an asset are had, by players and picture tags.</summary>
/// <param name="Original">The bytes, less what would tell where they were taken.</param>
/// <param name="Player">What every browser can play, of films and sound; for a while after a film came in there may be nothing yet.</param>
/// <param name="Thumbnail">A JPEG; of films there is none until their clips were found.</param>
/// <param name="Sprite">Many small pictures of a film in one JPEG; null for what is no film.</param>
public sealed record AssetLinks(string Original, string? Player, string? Thumbnail, string? Sprite)
{
    internal static AssetLinks Of(Asset asset, MediaLinks links) => new(
        links.Of(asset.Id),
        asset.Kind switch { AssetKind.Video => links.Of(asset.Id, MediaVariant.Proxy), AssetKind.Audio => links.Of(asset.Id), _ => null },
        asset.Kind is AssetKind.Video or AssetKind.Image ? links.Of(asset.Id, MediaVariant.Thumbnail) : null,
        asset.Kind == AssetKind.Video ? links.Of(asset.Id, MediaVariant.Sprite) : null);
}

/// <summary>Only what is given changes.</summary>
/// <param name="Filename">What people see it called.</param>
public sealed record AssetEdit([Text(AssetEdit.LongestFilename)] string? Filename = null) : IRequestBody<AssetEdit>
{
    internal const int LongestFilename = 255;

    public static AssetEdit Example => new("Harbour at dawn.mp4");
}
