using System.Security.Cryptography;

namespace Backlot.Platform.Blobs;

/// <summary>Bytes kept under their own SHA-256: the same bytes are kept once, and a name can only mean one content.</summary>
/// <param name="folder">Blobs lie in <c>blobs/ab/cd/…</c>; what is not whole yet lies in <c>tmp</c> on the same disk.</param>
public sealed class BlobStore(DataFolder folder)
{
    /// <summary>A journal takes what comes together as one entry, so more of them cost little more.</summary>
    private const int FlushedAtOnce = 8;

    /// <summary>Takes in a stream of any length in constant memory.</summary>
    /// <returns>The blob, on disk for good.</returns>
    public async Task<Blob> PutAsync(Stream content, CancellationToken ct)
    {
        using var staged = await StageAsync(content, long.MaxValue, ct);
        return Keep(staged);
    }

    /// <summary>Takes in a stream without keeping it yet, so that it can be looked at before.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="most">Bytes.</param>
    /// <returns>On disk for good, under a temporary name; dispose it.</returns>
    /// <exception cref="TooManyBytes">There are more; nothing is left of them.</exception>
    internal async Task<StagedBlob> StageAsync(Stream content, long most, CancellationToken ct)
    {
        var temp = NewTempPath();
        try
        {
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(temp, FileMode.CreateNew, FileAccess.Write);
            var size = await HashedCopy.RunAsync(content, file, 0, [sha256], most, null, ct);
            RandomAccess.FlushToDisk(file);
            return new(temp, Convert.ToHexStringLower(sha256.GetHashAndReset()), size);
        }
        catch
        {
            File.Delete(temp);
            throw;
        }
    }

    /// <summary>Gives what was staged its name.</summary>
    internal Blob Keep(StagedBlob staged) => Keep(staged.TempPath, staged.Sha256, staged.SizeBytes);

    /// <summary>Takes over a finished file from <see cref="NewTempPath"/> without copying it; the file is gone afterwards.</summary>
    public async Task<Blob> TakeFileAsync(string tempPath, CancellationToken ct) => Keep(await StagedBlob.OfFileAsync(tempPath, ct));

    /// <summary>As <see cref="TakeFileAsync"/>, of many small files: what waits for the disk waits together.</summary>
    /// <returns>In the order of the paths.</returns>
    public async Task<IReadOnlyList<Blob>> TakeFilesAsync(IReadOnlyList<string> tempPaths, CancellationToken ct)
    {
        var staged = new StagedBlob[tempPaths.Count];
        await Parallel.ForAsync(0, staged.Length, new ParallelOptions { MaxDegreeOfParallelism = FlushedAtOnce, CancellationToken = ct },
            async (n, token) => staged[n] = await StagedBlob.OfFileAsync(tempPaths[n], token));
        var folders = new HashSet<string>();
        var blobs = staged.Select(file => Keep(file.TempPath, file.Sha256, file.SizeBytes, folders)).ToList();
        Parallel.ForEach(folders, new ParallelOptions { MaxDegreeOfParallelism = FlushedAtOnce }, DirectorySync.Flush);
        return blobs;
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
    /// <param name="extension">With its dot.</param>
    /// <param name="tag">Of who makes it; a job's run gives its own, so that a run that lost its lease and one that took over
    /// never write one file.</param>
    public string NewTempPath(string extension = "", string? tag = null) =>
        Path.Combine(folder.Temp, (tag is null ? "" : tag + "-") + Guid.CreateVersion7().ToString("N") + extension);

    /// <summary>Deletes a blob that nothing needs, unless somebody has kept the same bytes again since then.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <param name="unusedSince">Whoever keeps bytes that are there already touches them.</param>
    /// <returns>Whether it is gone.</returns>
    internal bool Delete(string sha256, DateTimeOffset unusedSince)
    {
        var (path, aside) = (PathOf(sha256), NewTempPath());
        if (!File.Exists(path))
            return true;
        if (File.GetLastWriteTimeUtc(path) > unusedSince.UtcDateTime)
            return false;
        File.Move(path, aside);
        // Whoever touched it by its name until now wants it; from now on they find none and put their own there.
        if (File.GetLastWriteTimeUtc(aside) > unusedSince.UtcDateTime)
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }
        File.Delete(aside);
        return true;
    }

    private Blob Keep(string tempPath, string sha256, long sizeBytes)
    {
        var folders = new HashSet<string>();
        var blob = Keep(tempPath, sha256, sizeBytes, folders);
        foreach (var folder in folders)
            DirectorySync.Flush(folder);
        return blob;
    }

    /// <param name="folders">Takes those whose names changed. They are in the folders' own data: until it is flushed, a power cut could lose a
    /// whole file, or the folder it is in.</param>
    private Blob Keep(string tempPath, string sha256, long sizeBytes, HashSet<string> folders)
    {
        var target = PathOf(sha256);
        if (Touch(target))
        {
            File.Delete(tempPath);
            return new(sha256, sizeBytes);
        }
        var outer = Path.Combine(folder.Blobs, sha256[..2]);
        var inner = Path.Combine(outer, sha256[2..4]);
        Directory.CreateDirectory(inner);
        File.Move(tempPath, target, overwrite: true);
        folders.UnionWith([inner, outer, folder.Blobs]);
        return new(sha256, sizeBytes);
    }

    private static bool Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Bytes that are not in the store yet; disposed, they are gone unless they were kept.</summary>
/// <param name="TempPath">Where they are.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Their length.</param>
internal sealed record StagedBlob(string TempPath, string Sha256, long SizeBytes) : IDisposable
{
    /// <summary>A finished file on the same disk as the blobs.</summary>
    public static async Task<StagedBlob> OfFileAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        file.Flush(flushToDisk: true);
        return new(path, sha256, file.Length);
    }

    public void Dispose() => File.Delete(TempPath);
}

/// <summary>Bytes in the store.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Their length.</param>
public sealed record Blob(string Sha256, long SizeBytes);
