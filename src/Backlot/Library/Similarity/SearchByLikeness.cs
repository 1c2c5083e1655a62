using Backlot.Library.Clips;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Similarity;

/// <summary>Finds the clips that are most like something, and reads what is told of them.</summary>
internal sealed class SearchByLikeness(BacklotDb db, ClipVectors vectors, NearestClips nearest, PictureVector pictures, Embedder embedder, MediaLinks links)
{
    /// <exception cref="Refusal">404: no such clip or picture. 409: it has no vector yet, or no embedder is set. 502: the embedder cannot be used.</exception>
    public async Task<SimilarClips> RunAsync(ClipSearch wanted, CancellationToken ct)
    {
        var (vector, embeddedBy) = wanted switch
        {
            { ClipId: { } id } => await OfClipAsync(id, ct),
            { PictureAsset: { } id } => await pictures.OfAssetAsync(id, ct),
            { Picture: { } picture } => await pictures.OfTextAsync(picture, ct),
            { Text: { } text } => (await embedder.EmbedTextAsync(text, ct), embedder.Name),
            { Vector: { } given, EmbeddedBy: { } maker } => (UnitVector.Of(given), maker),
            _ => throw new ArgumentException("Nothing is looked for.", nameof(wanted)),
        };
        return await FindAsync(vector, embeddedBy, wanted, ct);
    }

    /// <param name="picture">The bytes of a picture file. They are not kept.</param>
    /// <param name="bytes">How many are announced; null when that is not told.</param>
    /// <param name="wanted">Among which clips, and how many.</param>
    /// <exception cref="Refusal">413: it is too large. 422: it is no picture that can be used. 502: the embedder cannot be used.</exception>
    public async Task<SimilarClips> OfPictureAsync(Stream picture, long? bytes, ClipSearch wanted, CancellationToken ct)
    {
        var (vector, embeddedBy) = await pictures.OfStreamAsync(picture, bytes, ct);
        return await FindAsync(vector, embeddedBy, wanted, ct);
    }

    private async Task<SimilarClips> FindAsync(float[] vector, string embeddedBy, ClipSearch wanted, CancellationToken ct)
    {
        var filter = new ClipFilter(embeddedBy)
        {
            NotClip = wanted.ClipId, AssetId = wanted.Asset, MinScore = wanted.MinScore, MinSeconds = wanted.MinSeconds, MaxSeconds = wanted.MaxSeconds,
        };
        var near = await nearest.FindAsync(vector, filter, wanted.Limit ?? SimilarityApi.UsualClips, ct);
        return new(embeddedBy, await ViewsAsync(near, ct));
    }

    private async Task<(float[] Vector, string EmbeddedBy)> OfClipAsync(Guid id, CancellationToken ct)
    {
        if (await vectors.OfClipAsync(id, ct) is { } vector)
            return (vector.Vector, vector.EmbeddedBy);
        throw await db.Clips.AnyAsync(c => c.Id == id, ct)
            ? new Refusal(409, "clip.no-vector", "The clip has no vector yet: ask again when the analysis of its film is done.")
            : Refusal.NotFound();
    }

    private async Task<List<SimilarClip>> ViewsAsync(List<NearClip> near, CancellationToken ct)
    {
        var ids = near.ConvertAll(n => n.Id);
        var clips = await db.Clips.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.AssetId, c.StartTime, c.EndTime, c.CompositeScore, c.ThumbnailAssetId }).ToDictionaryAsync(c => c.Id, ct);
        return [.. from found in near
                   let clip = clips.GetValueOrDefault(found.Id)
                   where clip is not null       // it was deleted just now
                   select new SimilarClip(clip.Id, Math.Round(Math.Clamp(1 - found.Distance, -1, 1), 4), clip.AssetId, clip.StartTime, clip.EndTime,
                       clip.CompositeScore, clip.ThumbnailAssetId is { } thumbnail ? links.Of(thumbnail) : null)];
    }
}
