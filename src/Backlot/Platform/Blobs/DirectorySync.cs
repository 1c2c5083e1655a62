using System.Runtime.InteropServices;

namespace Backlot.Platform.Blobs;

/// <summary>fsync of a folder, which .NET has no call for.</summary>
public static partial class DirectorySync
{
    private const int ReadOnly = 0, Directory = 0x10000, CloseOnExec = 0x80000;     // fcntl.h on Linux

    public static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnly | Directory | CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(descriptor) != 0)
                throw new IOException($"The folder {folder} cannot be written to disk (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
