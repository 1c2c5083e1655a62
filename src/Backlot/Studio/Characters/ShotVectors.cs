using Backlot.Library.Similarity;
using Backlot.Platform;
using Backlot.Rendering;

namespace Backlot.Studio.Characters;

/// <summary>Pictures and shots as vectors, made by whoever makes those of clips here.</summary>
internal sealed class ShotVectors(PictureVector pictures, ClipVectors clips)
{
    /// <summary>The newest so many are compared: more would tell little more.</summary>
    public const int MostShots = 24;

    /// <summary>The middle of several pictures.</summary>
    /// <returns>Null without a picture that can be used.</returns>
    public async Task<(float[]? Vector, string? EmbeddedBy)> OfPicturesAsync(IEnumerable<Guid> assets, CancellationToken ct)
    {
        var made = new List<(float[] Vector, string EmbeddedBy)>();
        foreach (var asset in assets)
            if (await TryAsync(asset, ct) is { } vector)
                made.Add(vector);
        return made is [.., var last] && Likeness.Middle([.. made.Where(m => m.EmbeddedBy == last.EmbeddedBy).Select(m => m.Vector)]) is { } middle
            ? (middle, last.EmbeddedBy) : (null, null);
    }

    /// <summary>One vector for each shot that can be seen, at most <see cref="MostShots"/>, all by one maker.</summary>
    /// <param name="scenes">Newest first.</param>
    public async Task<List<float[]>> OfScenesAsync(IEnumerable<Scene> scenes, CancellationToken ct)
    {
        var made = new List<(float[] Vector, string EmbeddedBy)>();
        foreach (var scene in scenes)
        {
            if (made.Count == MostShots)
                break;
            if (await OfSceneAsync(scene, ct) is { } vector)
                made.Add(vector);
        }
        return [.. made.Where(m => m.EmbeddedBy == made[0].EmbeddedBy).Select(m => m.Vector)];
    }

    private async Task<(float[] Vector, string EmbeddedBy)?> OfSceneAsync(Scene scene, CancellationToken ct)
    {
        if (scene.ThumbnailAssetId is { } thumbnail && await TryAsync(thumbnail, ct) is { } seen)
            return seen;
        var found = scene.VideoAssetId is { } film ? [.. (await clips.OfAssetAsync(film, ct)).Values] : new List<ClipVector>();
        return found is [var first, ..] && Likeness.Middle([.. found.Where(c => c.EmbeddedBy == first.EmbeddedBy).Select(c => c.Vector)]) is { } middle
            ? (middle, first.EmbeddedBy) : null;
    }

    /// <returns>Null for a picture that is gone or cannot be decoded: the others still tell something.</returns>
    private async Task<(float[] Vector, string EmbeddedBy)?> TryAsync(Guid asset, CancellationToken ct)
    {
        try
        {
            return await pictures.OfAssetAsync(asset, ct);
        }
        catch (MediaRefused)
        {
            return null;
        }
        catch (Refusal refused) when (refused.Status is 404 or 422)
        {
            return null;
        }
    }
}
