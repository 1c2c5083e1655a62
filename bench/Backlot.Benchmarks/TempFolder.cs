namespace Backlot.Benchmarks;

/// <summary>A new folder for everything a benchmark writes; disposing removes it with all that is in it.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <param name="below">A folder on the disk that is wanted; null for the usual one.</param>
    public TempFolder(string? below = null)
    {
        Root = below is null
            ? Directory.CreateTempSubdirectory("backlot-bench-").FullName
            : Directory.CreateDirectory(Path.Combine(below, "backlot-bench-" + Guid.CreateVersion7().ToString("N")[^12..])).FullName;
        // As any data folder of root's: the database runs as another user and must be able to pass through.
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Root { get; }

    public string Below(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
