using Backlot.Jobs;
using Backlot.Library.Uploads;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Files;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Ingest;

/// <summary>A file as it was at one moment.</summary>
internal sealed record FileLook(long SizeBytes, DateTimeOffset? ModifiedAt)
{
    /// <summary>As it is now; null when it is not there, or may not be looked at.</summary>
    public static FileLook? Now(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(file.Length, ToMicroseconds(file.LastWriteTimeUtc)) : null;

    public static FileLook Now(FileStream file) =>
        new(RandomAccess.GetLength(file.SafeFileHandle), ToMicroseconds(File.GetLastWriteTimeUtc(file.SafeFileHandle)));

    /// <summary>As a checkpoint and the database keep it.</summary>
    private static DateTimeOffset ToMicroseconds(DateTime time) => new(time.Ticks / 10 * 10, TimeSpan.Zero);
}

/// <summary>What was brought to this disk, and has yet to be looked at.</summary>
/// <param name="Blob">Null: the file still grows, or is <see cref="Known"/>.</param>
internal sealed record StagedFile(StagedBlob? Blob, FileLook Look, FileOrigin Origin) : IDisposable
{
    /// <summary>There was no room for it, and none is needed: these are its bytes.</summary>
    public Asset? Known { get; init; }

    /// <summary>There is no other copy: should this run end before it is known what it is, the next one needs it.</summary>
    public bool IsOnlyCopy { get; init; }

    /// <summary>It is known to be of no use.</summary>
    public void Discard() => Blob?.Dispose();

    public void Dispose()
    {
        if (!IsOnlyCopy)
            Discard();
    }
}

/// <summary>Brings the bytes of a file to this disk, whatever door it comes by.</summary>
internal sealed class StagedFiles(
    BlobStore blobs, MediaProbe probe, UrlDownload download, UploadFiles uploads, IngestRoots roots, IngestRoom room,
    Settings settings, TimeProvider time)
{
    /// <summary>Copying this much takes longer than asking ffprobe whether it is worth it.</summary>
    private const long LargeBytes = 256 << 20;

    /// <summary>A file that was written to a moment ago may be written to again.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(2);

    /// <exception cref="NotPlain">It is no file to be brought in.</exception>
    /// <exception cref="TooManyBytes">It is too large.</exception>
    /// <exception cref="MediaRefused">It is large, and its head says that it is of no use.</exception>
    /// <exception cref="Refusal">The address cannot be used. 507: there is no room for the file.</exception>
    public Task<StagedFile> StageAsync(FileIngest ingest, IngestFile file, JobRun run, CancellationToken ct) => ingest.Source switch
    {
        IngestSource.Folder => OfFolderAsync(file.UserId, file.Path, run.Checkpoint<FileLook>(), ct),
        IngestSource.Url => download.StageAsync(ingest, run, ct),
        _ => uploads.StageAsync(ingest, ct),
    };

    private async Task<StagedFile> OfFolderAsync(Guid userId, string path, FileLook? before, CancellationToken ct)
    {
        var origin = new FileOrigin(AssetSource.Folder, Path.GetFileName(path), path);
        if (!roots.MayHold(path))
            throw new NotPlain("lies outside of BACKLOT_INGEST_ROOTS by now", mayPass: true);
        await using var file = PlainFile.Open(path);
        var look = FileLook.Now(file);
        if (look.SizeBytes > settings.IngestMostBytes)
            throw new TooManyBytes();
        // One that was seen like this when it was waited for last has stood still, whatever its clock says.
        if (look != before && time.GetUtcNow() - look.ModifiedAt < Young)
            return new(null, look, origin);
        if (await room.DemandAsync(userId, file, look.SizeBytes, ct) is { } known)
            return new(null, look, origin) { Known = known };
        // The very file that was opened: its name may lead elsewhere by now.
        if (look.SizeBytes > LargeBytes)
            await probe.DemandHeadAsync($"/proc/{Environment.ProcessId}/fd/{file.SafeFileHandle.DangerousGetHandle()}", ct);
        try
        {
            // No more than there was room for: what has more grows.
            var staged = await blobs.StageAsync(file, look.SizeBytes, ct);
            if (FileLook.Now(file) == look && staged.SizeBytes == look.SizeBytes)
                return new(staged, look, origin);
            staged.Dispose();
        }
        catch (TooManyBytes)
        {
            // As below.
        }
        return new(null, FileLook.Now(file), origin);
    }
}
