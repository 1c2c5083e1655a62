using System.Globalization;

namespace Backlot.Platform.Files;

/// <summary>Whether a disk can take what is about to come.</summary>
internal static class DiskRoom
{
    /// <summary>The database and everybody else need room, too.</summary>
    private const long ReserveBytes = 200_000_000;

    /// <param name="folder">On the disk in question; it must be there.</param>
    /// <exception cref="Refusal">507: says how much is needed and how much there is.</exception>
    public static void Demand(string folder, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (bytes > free - ReserveBytes)
            throw new Refusal(507, "disk.full", string.Create(CultureInfo.InvariantCulture,
                $"This needs {bytes / 1e9:0.0##} GB of disk, and only {Math.Max(0, free - ReserveBytes) / 1e9:0.0##} GB are free on the server: free some, or send less."));
    }
}
