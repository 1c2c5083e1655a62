using Backlot.Platform;

namespace Backlot.Channels.Albums;

/// <summary>Whether the disk can hold what an album will write, judged generously before it begins.</summary>
internal sealed class DiskNeeds(DiskSpace space, DataFolder folder)
{
    private const long WavBytesPerSecond = 44100 * 2 * 2, ImageBytes = 6_000_000, SoundBytesPerSecond = 32_000, FilmBytesPerSecond = 80_000;
    private const long Reserve = 200_000_000;       // the database and everybody else need room, too

    /// <exception cref="Refusal">507: says how much is needed and how much there is.</exception>
    public void Check(VideoJob album, IReadOnlyList<OwnFile>? tracks, IReadOnlyList<OwnFile>? images)
    {
        var seconds = album.TargetDurationMinutes * 60L;
        var parts = PartBytes(album, tracks, images);
        // The film twice: half-made, and as a blob. A third one goes to the output folder.
        Require(folder.Root, parts + seconds * (SoundBytesPerSecond + 2 * FilmBytesPerSecond));
        Require(album.OutputDirectory, seconds * FilmBytesPerSecond);
    }

    /// <summary>What will be kept of it: the parts and the film.</summary>
    public static long AssetBytes(VideoJob album, IReadOnlyList<OwnFile>? tracks, IReadOnlyList<OwnFile>? images) =>
        PartBytes(album, tracks, images) + album.TargetDurationMinutes * 60L * FilmBytesPerSecond;

    private static long PartBytes(VideoJob album, IReadOnlyList<OwnFile>? tracks, IReadOnlyList<OwnFile>? images) =>
        (tracks?.Sum(t => t.Facts.SizeBytes) ?? album.TargetDurationMinutes * 60L * WavBytesPerSecond)
        + (images?.Sum(i => i.Facts.SizeBytes) ?? VideoJob.PartCount * ImageBytes);

    private void Require(string where, long neededBytes)
    {
        var freeBytes = space.FreeBytesAt(where);
        if (freeBytes < neededBytes + Reserve)
            throw new Refusal(507, "disk.full",
                $"The album needs about {Gigabytes(neededBytes + Reserve)} GB at {where}, and only {Gigabytes(freeBytes)} GB are free: free some, or choose another folder.");
    }

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Bytes that can still be written at a place, which need not exist yet.</summary>
internal sealed record DiskSpace(Func<string, long> FreeBytesAt)
{
    public static DiskSpace OfThisMachine => new(path =>
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path) ?? "/";
        return new DriveInfo(path).AvailableFreeSpace;
    });
}
