using System.Collections.Concurrent;
using System.Security.Cryptography;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Uploads;

/// <summary>The bytes of uploads in hand, in the data folder, and their hashes so far. A hash lives in memory between two requests; after
/// a restart it is made again from the bytes that are there.</summary>
internal sealed class UploadFiles(DataFolder folder, BlobStore blobs, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<Guid, HashedPart> _hashes = new();

    public string PathOf(Guid id) => Path.Combine(folder.Uploads, $"{id:N}.part");

    public void Create(Guid id) => File.OpenHandle(PathOf(id), FileMode.CreateNew, FileAccess.Write).Dispose();

    public void Delete(Guid id)
    {
        if (_hashes.TryRemove(id, out var known))
            known.Sha256.Dispose();
        File.Delete(PathOf(id));
    }

    /// <summary>The hash of the first bytes. Whoever takes it gives it back by <see cref="KeepHash"/>, or disposes it.</summary>
    public async Task<IncrementalHash> TakeHashAsync(Guid id, long bytes, CancellationToken ct)
    {
        if (_hashes.TryRemove(id, out var known))
        {
            if (known.Bytes == bytes)
                return known.Sha256;
            known.Sha256.Dispose();
        }
        var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await AppendAsync(sha256, id, 0, bytes, ct);
        return sha256;
    }

    /// <summary>Hashes bytes that are on disk.</summary>
    public async Task AppendAsync(IncrementalHash sha256, Guid id, long from, long bytes, CancellationToken ct)
    {
        using var file = File.OpenHandle(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[1 << 20];
        for (var done = 0L; done < bytes;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(bytes - done, buffer.Length)), from + done, ct);
            if (read == 0)
                throw new EndOfStreamException($"The upload {id} has fewer bytes on disk than it should.");
            sha256.AppendData(buffer, 0, read);
            done += read;
        }
    }

    public void KeepHash(Guid id, IncrementalHash sha256, long bytes) => _hashes[id] = new(sha256, bytes);

    /// <summary>A whole upload, as the bytes that its job looks at.</summary>
    public async Task<StagedFile> StageAsync(FileIngest ingest, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        db.Owner = ingest.UserId;
        var upload = await db.Uploads.AsNoTracking().SingleAsync(u => u.Id == ingest.Id, ct);
        var sha256 = upload.Sha256 ?? throw new InvalidOperationException("An upload that is not whole was to be brought in.");
        var origin = new FileOrigin(AssetSource.Upload, ingest.Location);
        // A run before this one may have kept them, and ended before it could say so.
        if (!File.Exists(PathOf(ingest.Id)) && blobs.Holds(sha256))
        {
            await using var kept = blobs.OpenRead(sha256);
            return new(await blobs.StageAsync(kept, upload.LengthBytes, ct), new(upload.LengthBytes, null), origin);
        }
        return new(new(PathOf(ingest.Id), sha256, upload.LengthBytes), new(upload.LengthBytes, null), origin) { IsOnlyCopy = true };
    }

    private sealed record HashedPart(IncrementalHash Sha256, long Bytes);
}
