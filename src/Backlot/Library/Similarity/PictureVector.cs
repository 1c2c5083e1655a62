using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Similarity;

/// <summary>Makes a picture into a vector, by whoever makes those of clips here: our descriptor, or the embedder that is set.</summary>
internal sealed class PictureVector(BacklotDb db, BlobStore blobs, MediaProbe probe, StillSignals stills, Embedder embedder)
{
    private const long LargestForEmbedder = 4 << 20;

    /// <exception cref="Refusal">404: no such picture of the owner. 422: it cannot be used.</exception>
    public async Task<(float[] Vector, string EmbeddedBy)> OfAssetAsync(Guid assetId, CancellationToken ct)
    {
        var sha256 = await db.Assets.Where(a => a.Id == assetId && a.Kind == AssetKind.Image).Select(a => a.Sha256).SingleOrDefaultAsync(ct);
        return sha256 is not null && blobs.Holds(sha256) ? await OfFileAsync(blobs.PathOf(sha256), ct) : throw Refusal.NotFound();
    }

    /// <param name="base64">The bytes of a picture file. They are not kept.</param>
    /// <exception cref="Refusal">422: it is no picture that can be used.</exception>
    public async Task<(float[] Vector, string EmbeddedBy)> OfTextAsync(string base64, CancellationToken ct)
    {
        var temp = blobs.NewTempPath(".picture");
        try
        {
            await File.WriteAllBytesAsync(temp, Convert.FromBase64String(base64), ct);
            await probe.ProbeAsync(temp, MediaKind.Image, ct);      // its size is bounded before it is decoded
            return await OfFileAsync(temp, ct);
        }
        catch (FormatException)
        {
            throw Wrong("is no base64");
        }
        catch (MediaRefused refused)
        {
            throw Wrong(refused.Reason);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    private async Task<(float[] Vector, string EmbeddedBy)> OfFileAsync(string path, CancellationToken ct)
    {
        if (!embedder.IsSet)
            return (Descriptor.Of(await stills.OfAsync(path, ct)), Descriptor.Version);
        var type = MediaSniffer.Sniff(path, MediaKind.Image).MimeType;
        return new FileInfo(path).Length <= LargestForEmbedder
            ? (await embedder.EmbedPictureAsync(await File.ReadAllBytesAsync(path, ct), type, ct), embedder.Name)
            : throw Wrong("is larger than 4 MiB, more than the embedder is sent");
    }

    private static Refusal Wrong(string reason) => Refusal.Invalid(new FieldError("/picture", $"picture: what it holds {reason}."));
}
