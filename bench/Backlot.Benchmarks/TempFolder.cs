namespace Backlot.Benchmarks;

/// <summary>A new folder for everything a benchmark writes; disposing removes it with all that is in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Root = Directory.CreateTempSubdirectory("backlot-bench-").FullName;
        // As any data folder of root's: the database runs as another user and must be able to pass through.
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Root { get; }

    public string Below(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
