using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Files;
using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Similarity;

/// <summary>Makes a picture into a vector, by whoever makes those of clips here: our descriptor, or the embedder that is set.</summary>
internal sealed class PictureVector(BacklotDb db, BlobStore blobs, MediaProbe probe, StillSignals signals, Stills stills, Embedder embedder)
{
    /// <summary>The largest picture file that is looked at: more than any camera makes of the 64 megapixels that are let in.</summary>
    public const long MostBytes = 50_000_000;

    /// <exception cref="Refusal">404: no such picture of the owner. 422: it cannot be used. 502: the embedder cannot be.</exception>
    public async Task<(float[] Vector, string EmbeddedBy)> OfAssetAsync(Guid assetId, CancellationToken ct)
    {
        var sha256 = await db.Assets.Where(a => a.Id == assetId && a.Kind == AssetKind.Image).Select(a => a.Sha256).SingleOrDefaultAsync(ct);
        return sha256 is not null && blobs.Holds(sha256) ? await OfFileAsync(blobs.PathOf(sha256), ct) : throw Refusal.NotFound();
    }

    /// <param name="base64">The bytes of a picture file. They are not kept.</param>
    /// <exception cref="Refusal">422: it is no picture that can be used.</exception>
    public async Task<(float[] Vector, string EmbeddedBy)> OfTextAsync(string base64, CancellationToken ct)
    {
        try
        {
            return await OfStreamAsync(new MemoryStream(Convert.FromBase64String(base64)), null, ct);
        }
        catch (FormatException)
        {
            throw Wrong("is no base64");
        }
    }

    /// <param name="picture">The bytes of a picture file. They are not kept.</param>
    /// <param name="bytes">How many are announced; null when that is not told.</param>
    /// <exception cref="Refusal">413: there are more than <see cref="MostBytes"/>. 422: it is no picture that can be used.</exception>
    public async Task<(float[] Vector, string EmbeddedBy)> OfStreamAsync(Stream picture, long? bytes, CancellationToken ct)
    {
        if (bytes > MostBytes)
            throw TooLarge();
        try
        {
            using var staged = await blobs.StageAsync(picture, MostBytes, ct);
            await probe.ProbeAsync(staged.TempPath, MediaKind.Image, ct);       // its size is bounded before it is decoded
            return await OfFileAsync(staged.TempPath, ct);
        }
        catch (TooManyBytes)
        {
            throw TooLarge();
        }
        catch (MediaRefused refused)
        {
            throw Wrong(refused.Reason);
        }
    }

    private async Task<(float[] Vector, string EmbeddedBy)> OfFileAsync(string path, CancellationToken ct)
    {
        try
        {
            return embedder.IsSet
                ? (await EmbedAsync(path, ct), embedder.Name)
                : (Descriptor.Of(await signals.OfAsync(path, ct)), Descriptor.Version);
        }
        catch (Exception damaged) when (damaged is FfmpegFailed or MediaRefused)
        {
            throw Wrong("cannot be decoded");
        }
    }

    /// <summary>An embedder gets it as small as the thumbnails of clips, and without a word of where it was taken.</summary>
    private async Task<float[]> EmbedAsync(string path, CancellationToken ct)
    {
        var small = blobs.NewTempPath(".jpg");
        try
        {
            await stills.SmallAsync(path, FootagePictures.ThumbnailSide, small, ct);
            return await embedder.EmbedPictureAsync(await File.ReadAllBytesAsync(small, ct), "image/jpeg", ct);
        }
        finally
        {
            File.Delete(small);
        }
    }

    private static Refusal TooLarge() => new(413, "too-large", $"Pictures of up to {ByteSize.Text(MostBytes)} are looked at: send a smaller copy of it.");

    private static Refusal Wrong(string reason) => Refusal.Invalid(new FieldError("/picture", $"picture: what it holds {reason}."));
}
