namespace Backlot.Platform.Blobs;

/// <summary>A folder for files on their way into the store; disposed, it is gone with all that was left in it.</summary>
/// <param name="path">From <see cref="BlobStore.NewTempPath"/>.</param>
internal sealed class WorkFolder(string path) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(path).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
