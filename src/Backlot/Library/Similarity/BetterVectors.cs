using Backlot.Jobs;
using Backlot.Library.Clips;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Similarity;

/// <summary>Gives clips vectors by the embedder that the settings name, instead of those by our own descriptor.</summary>
internal sealed class BetterVectors(BacklotDb db, BlobStore blobs, ClipVectors vectors, Embedder embedder)
{
    /// <summary>Each clip that has a thumbnail and no vector by that embedder yet; one by one, so that a stop loses one at most.</summary>
    /// <returns>Why it could go no further; null when nothing was wrong, or no embedder is set.</returns>
    public async Task<string?> MakeAsync(IReadOnlyList<Clip> clips, JobRun run, CancellationToken ct)
    {
        if (!embedder.IsSet)
            return null;
        try
        {
            foreach (var clip in clips.Where(c => c.EmbeddedBy != embedder.Name && c.ThumbnailAssetId is not null))
                if (await db.Assets.Where(a => a.Id == clip.ThumbnailAssetId).Select(a => a.Sha256).SingleOrDefaultAsync(ct) is { } sha256 && blobs.Holds(sha256))
                {
                    var picture = await File.ReadAllBytesAsync(blobs.PathOf(sha256), ct);
                    var vector = await embedder.EmbedPictureAsync(picture, "image/jpeg", ct);
                    await run.WriteAsync(db, token => vectors.SetAsync(clip.Id, vector, embedder.Name, token), ct);
                }
            return null;
        }
        catch (Refusal failed)
        {
            return failed.Message;      // what is not embedded anew keeps the vector it had
        }
    }
}
