namespace Backlot.Rendering;

/// <summary>A file that is there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Makes a finished temporary file durable under its final name: it is there whole, or not at
    /// all.</summary>
    public static void Commit(string temp, string path)
    {
        using (var file = new FileStream(temp, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(temp, path, overwrite: true);
    }

    /// <summary>Lets it be written beside its place and moves it there when it is whole.</summary>
    /// <exception cref="MediaRefused">Nothing was written though nothing failed.</exception>
    public static async Task MakeAsync(string path, Func<string, Task> write)
    {
        var temp = $"{path}.part";
        try
        {
            await write(temp);
            if (!File.Exists(temp) || new FileInfo(temp).Length == 0)
                throw new MediaRefused("cannot be decoded there: nothing comes out of it");
            Commit(temp, path);
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
