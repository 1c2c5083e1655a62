using Backlot.Platform;
using Backlot.Platform.Blobs;

namespace Backlot.Channels.Albums;

/// <summary>Whether the disk can hold what an album will write, judged generously before it begins.</summary>
internal sealed class DiskNeeds(BlobStore blobs, DataFolder folder)
{
    private const long WavBytesPerSecond = 44100 * 2 * 2, ImageBytes = 6_000_000, SoundBytesPerSecond = 32_000, FilmBytesPerSecond = 80_000;
    private const long Reserve = 200_000_000;       // the database and everybody else need room, too

    /// <exception cref="Refusal">507: says how much is needed and how much there is.</exception>
    public void Check(VideoJob album, IReadOnlyList<OwnFile>? tracks, IReadOnlyList<OwnFile>? images)
    {
        var seconds = album.TargetDurationMinutes * 60L;
        var parts = (tracks?.Sum(t => t.Facts.SizeBytes) ?? seconds * WavBytesPerSecond)
            + (images?.Sum(i => i.Facts.SizeBytes) ?? VideoJob.PartCount * ImageBytes);
        // The film twice: half-made, and as a blob. A third one goes to the output folder.
        Require(folder.Root, blobs.FreeBytes, parts + seconds * (SoundBytesPerSecond + 2 * FilmBytesPerSecond));
        Require(album.OutputDirectory, FreeBytesAt(album.OutputDirectory), seconds * FilmBytesPerSecond);
    }

    private static void Require(string where, long freeBytes, long neededBytes)
    {
        if (freeBytes < neededBytes + Reserve)
            throw new Refusal(507, "disk.full",
                $"The album needs about {Gigabytes(neededBytes + Reserve)} GB at {where}, and only {Gigabytes(freeBytes)} GB are free: free some, or choose another folder.");
    }

    private static long FreeBytesAt(string path)
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path) ?? "/";
        return new DriveInfo(path).AvailableFreeSpace;
    }

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
