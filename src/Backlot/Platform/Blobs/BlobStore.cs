using System.Security.Cryptography;

namespace Backlot.Platform.Blobs;

/// <summary>Bytes kept under their own SHA-256: the same bytes are kept once, and a name can only mean one content.</summary>
/// <param name="folder">Blobs lie in <c>blobs/ab/cd/…</c>; what is not whole yet lies in <c>tmp</c> on the same disk.</param>
public sealed class BlobStore(DataFolder folder)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Takes in a stream of any length in constant memory.</summary>
    /// <returns>The blob, on disk for good.</returns>
    public async Task<Blob> PutAsync(Stream content, CancellationToken ct)
    {
        var temp = NewTempPath();
        try
        {
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var size = 0L;
            await using (var file = new FileStream(temp, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            {
                var buffer = new byte[BufferBytes];
                for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; size += read)
                {
                    sha256.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
                file.Flush(flushToDisk: true);
            }
            return Keep(temp, Convert.ToHexStringLower(sha256.GetHashAndReset()), size);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    /// <summary>Takes over a finished file from <see cref="NewTempPath"/> without copying it; the file is gone afterwards.</summary>
    public async Task<Blob> TakeFileAsync(string tempPath, CancellationToken ct)
    {
        string sha256;
        long size;
        await using (var file = new FileStream(tempPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1))
        {
            size = file.Length;
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
            file.Flush(flushToDisk: true);
        }
        return Keep(tempPath, sha256, size);
    }

    /// <summary>Where the bytes are. The name is made from the hash alone.</summary>
    /// <exception cref="ArgumentException">It is not 64 lower-case hexadecimal digits.</exception>
    public string PathOf(string sha256) => IsHash(sha256)
        ? Path.Combine(folder.Blobs, sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("A blob's name is 64 lower-case hexadecimal digits.", nameof(sha256));

    public bool Holds(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Opens from <paramref name="offset"/> on, for range reads.</summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    public Stream OpenRead(string sha256, long offset = 0)
    {
        var stream = new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1,
            FileOptions.Asynchronous);
        stream.Position = offset;
        return stream;
    }

    /// <summary>A free name for a file that is being made, on the same disk as the blobs; swept at the next start.</summary>
    public string NewTempPath(string extension = "") => Path.Combine(folder.Temp, Guid.CreateVersion7().ToString("N") + extension);

    private Blob Keep(string tempPath, string sha256, long sizeBytes)
    {
        var target = PathOf(sha256);
        if (File.Exists(target))
        {
            File.Delete(tempPath);
            return new(sha256, sizeBytes);
        }
        var outer = Path.Combine(folder.Blobs, sha256[..2]);
        var inner = Path.Combine(outer, sha256[2..4]);
        Directory.CreateDirectory(inner);
        File.Move(tempPath, target, overwrite: true);
        // Names are in their folders' own data: without this a power cut could lose a whole file, or the folder it is in.
        foreach (var parent in (string[])[inner, outer, folder.Blobs])
            DirectorySync.Flush(parent);
        return new(sha256, sizeBytes);
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Bytes in the store.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Their length.</param>
public sealed record Blob(string Sha256, long SizeBytes);
