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
        var free = Math.Max(0, new DriveInfo(folder).AvailableFreeSpace - ReserveBytes);
        if (bytes > free)
            throw new Refusal(507, "disk.full",
                $"This needs {ByteSize.Text(bytes)} of disk, and only {ByteSize.Text(free)} are free on the server: free some, or send less.");
    }
}
