using System.Security.Cryptography;
using Backlot.Jobs;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Win32.SafeHandles;

namespace Backlot.Library.Uploads;

/// <summary>Takes the bytes of an upload in. The row says how many are on disk for good, and never more than there are.</summary>
internal sealed class UploadReceiver(BacklotDb db, UploadFiles files, Settings settings, TimeProvider time)
{
    /// <summary>Bytes after which what has come is made safe, so that a crash costs no more than these.</summary>
    private const long SafeEvery = 64L << 20;

    /// <summary>Bytes of the upload that its hash holds now; -1 while that is not known.</summary>
    private long _hashed;

    /// <param name="upload">As it is now; afterwards, and also after a failure, as it is then.</param>
    /// <param name="body">From the client. It may break off; what came counts, unless there is a checksum.</param>
    /// <param name="checksum">Of this body; nothing of it counts unless it is right. Null: none was sent.</param>
    /// <param name="stop">Somebody newer wants to work on the upload, or the client is gone.</param>
    /// <exception cref="Refusal">413: it is more than was said; 460: another checksum.</exception>
    public async Task ReceiveAsync(Upload upload, Stream body, ExpectedChecksum? checksum, CancellationToken stop)
    {
        var sha256 = await files.TakeHashAsync(upload.Id, upload.ReceivedBytes, stop);
        using var file = File.OpenHandle(files.PathOf(upload.Id), FileMode.Open, FileAccess.Write, FileShare.Read);
        try
        {
            if (checksum is null)
                await ReceiveAsync(upload, body, file, sha256, stop);
            else
                await ReceiveCheckedAsync(upload, body, file, sha256, checksum, stop);
        }
        catch (TooManyBytes)
        {
            throw new Refusal(413, "upload.too-long", $"More bytes came than the {upload.LengthBytes} that {UploadHeaders.Length} said: send no more than are missing.");
        }
        finally
        {
            // One that went ahead of the row is made again from the bytes.
            if (!upload.IsWhole && _hashed == upload.ReceivedBytes)
                files.KeepHash(upload.Id, sha256, upload.ReceivedBytes);
            else
                sha256.Dispose();
        }
    }

    /// <summary>One of no bytes is whole as it is.</summary>
    public async Task EndEmptyAsync(Upload upload)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(files.PathOf(upload.Id), FileMode.Open, FileAccess.Write, FileShare.Read);
        await SaveAsync(upload, file, sha256, 0);
    }

    private async Task ReceiveAsync(Upload upload, Stream body, SafeFileHandle file, IncrementalHash sha256, CancellationToken stop)
    {
        var offset = _hashed = upload.ReceivedBytes;
        try
        {
            await HashedCopy.RunAsync(body, file, offset, [sha256], upload.LengthBytes - offset, async written =>
            {
                _hashed = offset + written;
                if (_hashed - upload.ReceivedBytes >= SafeEvery)
                    await SaveAsync(upload, file, sha256, _hashed);
            }, stop);
        }
        catch (TooManyBytes)
        {
            _hashed = -1;       // of which part, nobody knows
            throw;
        }
        finally
        {
            if (_hashed > upload.ReceivedBytes)
                await SaveAsync(upload, file, sha256, _hashed);
        }
    }

    /// <summary>The hash of the whole goes on only when the part is known to be right, from the bytes on disk: it cannot go back.</summary>
    private async Task ReceiveCheckedAsync(
        Upload upload, Stream body, SafeFileHandle file, IncrementalHash sha256, ExpectedChecksum checksum, CancellationToken stop)
    {
        var offset = _hashed = upload.ReceivedBytes;
        using var part = IncrementalHash.CreateHash(checksum.Algorithm);
        var written = await HashedCopy.RunAsync(body, file, offset, [part], upload.LengthBytes - offset, null, stop);
        if (!CryptographicOperations.FixedTimeEquals(part.GetHashAndReset(), checksum.Value))
            throw new Refusal(460, "upload.checksum", $"What came has another checksum than {UploadHeaders.Checksum} says: nothing of it is kept, send it again.");
        if (written == 0)
            return;
        _hashed = -1;
        await files.AppendAsync(sha256, upload.Id, offset, written, CancellationToken.None);
        await SaveAsync(upload, file, sha256, _hashed = offset + written);
    }

    /// <summary>Makes what has come safe; the last part sets the job going. Whoever sent it may be gone by now, so nothing stops this.</summary>
    private async Task SaveAsync(Upload upload, SafeFileHandle file, IncrementalHash sha256, long received)
    {
        await Task.Run(() => RandomAccess.FlushToDisk(file));
        var (before, hash) = (upload.ReceivedBytes, received == upload.LengthBytes ? Convert.ToHexStringLower(sha256.GetHashAndReset()) : null);
        var expires = time.GetUtcNow().AddHours(settings.UploadHours);
        await db.InTransactionAsync(async () =>
        {
            var changed = await db.Uploads.Where(u => u.Id == upload.Id && u.ReceivedBytes == before && u.Sha256 == null).ExecuteUpdateAsync(set => set
                .SetProperty(u => u.ReceivedBytes, received).SetProperty(u => u.Sha256, hash).SetProperty(u => u.ExpiresAt, expires), CancellationToken.None);
            if (changed == 0)
                throw Refusal.NotFound();       // it was ended meanwhile
            if (hash is not null)
                await BringInAsync(upload);
        }, CancellationToken.None);
        (upload.ReceivedBytes, upload.Sha256, upload.ExpiresAt) = (received, hash, expires);
    }

    private async Task BringInAsync(Upload upload)
    {
        var ingest = await db.Ingests.SingleAsync(i => i.Id == upload.Id, CancellationToken.None);
        ingest.ScannedAt = time.GetUtcNow();
        var file = new IngestFile
        {
            UserId = upload.UserId, IngestId = upload.Id, Path = ingest.Location, SizeBytes = upload.LengthBytes, UpdatedAt = ingest.ScannedAt.Value,
        };
        db.IngestFiles.Add(file);
        db.Enqueue(new BringIn(file.Id), upload.UserId, upload.Id);
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
