using System.IO.Enumeration;

namespace Backlot.Library.Ingest;

/// <summary>Something in a folder.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Fault">Why it is no file to bring in: completes the sentence "x …". Null when it may be one.</param>
internal sealed record FoundFile(string Path, long SizeBytes, DateTimeOffset ModifiedAt, string? Fault);

/// <summary>All that lies in a folder, one folder after another, in constant memory a folder. Links are told, never followed; what
/// begins with a dot is passed over.</summary>
internal static class FolderWalk
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <param name="root">Without links in it.</param>
    /// <param name="recursive">Whether folders in it are looked into, however deep.</param>
    /// <param name="skip">Folders that are not looked into.</param>
    public static IEnumerable<FoundFile> Files(string root, bool recursive, Func<string, bool> skip)
    {
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
            foreach (var (found, isFolder) in EntriesOf(folder, mustBeThere: folder == root))
                if (!isFolder)
                    yield return found;
                else if (recursive && !skip(found.Path))
                    folders.Push(found.Path);
    }

    private static IEnumerable<(FoundFile File, bool IsFolder)> EntriesOf(string folder, bool mustBeThere)
    {
        IEnumerator<(FoundFile, bool)>? entries = null;
        try
        {
            while (Next(folder, mustBeThere, ref entries) is { } isThere)
                if (isThere && entries is not null)
                    yield return entries.Current;
                else
                    yield break;
        }
        finally
        {
            entries?.Dispose();
        }
        yield return (new(folder, 0, default, folder.Contains('\uFFFD') ? "is a folder whose name is not UTF-8: rename it"
            : "is a folder that Backlot may not read: change its permissions"), false);
    }

    /// <returns>Whether there is another entry; null when the folder cannot be read.</returns>
    private static bool? Next(string folder, bool mustBeThere, ref IEnumerator<(FoundFile, bool)>? entries)
    {
        try
        {
            // The folder is opened here already.
            entries ??= new FileSystemEnumerable<(FoundFile, bool)>(folder, (ref entry) => (Of(ref entry), entry.IsDirectory && !IsLink(ref entry)), Everything)
            {
                ShouldIncludePredicate = (ref entry) => !entry.FileName.StartsWith('.'),
            }.GetEnumerator();
            return entries.MoveNext();
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException && !(mustBeThere && closed is DirectoryNotFoundException))
        {
            return null;
        }
    }

    private static FoundFile Of(ref FileSystemEntry entry) => IsLink(ref entry)
        ? new(entry.ToFullPath(), 0, default, "is a link, or lies behind one; links are not followed")
        : new(entry.ToFullPath(), entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc, null);

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
