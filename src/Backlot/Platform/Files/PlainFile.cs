using Backlot.Platform.Processes;

namespace Backlot.Platform.Files;

/// <summary>Files that others put in folders, opened so that none of them can lead elsewhere: what was opened must be a regular
/// file and lie where it was said to, whatever was changed between the look and the opening.</summary>
internal static class PlainFile
{
    /// <param name="path">Absolute, without links in it.</param>
    /// <exception cref="NotPlain">It is not there, no regular file, or reached through a link.</exception>
    public static FileStream Open(string path)
    {
        if (path.Contains('\uFFFD'))
            throw new NotPlain("has a name that is not UTF-8: rename it");
        if (File.Exists(path) && !LibC.IsRegularFile(path))
            throw new NotPlain("is not a regular file");
        var file = LibC.Open(path);
        try
        {
            if (file.IsInvalid)
                throw new NotPlain(File.Exists(path) ? "may not be read by Backlot: change its permissions" : "is not there any more", mayPass: true);
            if (!LibC.IsRegularFile(file))
                throw new NotPlain("is not a regular file");
            if (RealPathOf((int)file.DangerousGetHandle()) != path)
                throw new NotPlain("is a link, or lies behind one; links are not followed");
            return new(file, FileAccess.Read, bufferSize: 0, isAsync: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Where a folder really is, all links resolved.</summary>
    /// <returns>Null when there is none that may be read.</returns>
    public static string? RealFolder(string path)
    {
        if (!Directory.Exists(path))
            return null;
        using var folder = LibC.Open(path);
        return folder.IsInvalid || RealPathOf((int)folder.DangerousGetHandle()) is not { } real || !Directory.Exists(real) ? null : real;
    }

    /// <summary>Whether a path is a folder or in it; both without links.</summary>
    public static bool IsIn(string folder, string path) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);

    private static string? RealPathOf(int descriptor) => new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
}

/// <summary>It is no file to be brought in.</summary>
/// <param name="reason">Completes the sentence "x.mp4 …".</param>
/// <param name="mayPass">The same file may be one later.</param>
internal sealed class NotPlain(string reason, bool mayPass = false) : Exception($"The file {reason}.")
{
    public string Reason => reason;
    public bool MayPass => mayPass;
}
