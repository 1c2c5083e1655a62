using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;

namespace Backlot.Library.Clips;

/// <summary>A clip as its owner sees it. Scores are null until they were made; those with reasons are JSON.</summary>
/// <param name="StartTime">Seconds into the asset; inclusive.</param>
/// <param name="EndTime">Seconds into the asset; exclusive.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="Opens">How it begins.</param>
/// <param name="Confidence">0..1: that it begins where it is said to.</param>
/// <param name="Signals">What was measured; scores are made from it.</param>
/// <param name="EmbeddedBy">Which descriptor or model made the vector that similar clips are found by.</param>
/// <param name="ThumbnailUrl">Signed; null until it was made.</param>
/// <param name="SpriteUrl">Signed; null until it was made.</param>
public sealed record ClipView(
    Guid Id, Guid AssetId, double StartTime, double EndTime, double Duration, [StateOf<ClipOpening>] string Opens, double? Confidence,
    double? SceneScore, double? CompositeScore, JsonElement? HookStrength, JsonElement? NoveltyScore, JsonElement? PsychologyScore,
    JsonElement? EmotionData, JsonElement Signals, string? EmbeddedBy, string? ThumbnailUrl, string? SpriteUrl, DateTimeOffset CreatedAt)
{
    internal static ClipView Of(Clip clip, MediaLinks links) => new(
        clip.Id, clip.AssetId, clip.StartTime, clip.EndTime, clip.EndTime - clip.StartTime, TextEnum.Name(clip.Opens), clip.Confidence,
        clip.SceneScore, clip.CompositeScore, Json(clip.HookStrength), Json(clip.NoveltyScore), Json(clip.PsychologyScore), Json(clip.EmotionData),
        JsonSerializer.Deserialize<JsonElement>(clip.Signals), clip.EmbeddedBy,
        clip.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null, clip.SpriteAssetId is { } sprite ? links.Of(sprite) : null, clip.CreatedAt);

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
