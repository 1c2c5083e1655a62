using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Backlot.Platform.Processes;

/// <summary>The calls of the C library that .NET does not offer.</summary>
internal static partial class LibC
{
    /// <summary>Sends a signal; a negative id means the process group. Minus one if there is nobody to get
    /// it.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    /// <summary>Zero if this user may use the path so.</summary>
    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    public const int MayExecute = 1;

    /// <summary>False for a FIFO, a device, a socket, a folder, and what is not there; links are followed.</summary>
    public static bool IsRegularFile(string path) =>
        GetStatus(CurrentFolder, path, 0, StatusTypeMask, out var status) == 0 && (status.Mode & 0xf000) == 0x8000;

    /// <inheritdoc cref="IsRegularFile(string)"/>
    public static bool IsRegularFile(SafeFileHandle file) =>
        GetStatus((int)file.DangerousGetHandle(), "", TheFolderItself, StatusTypeMask, out var status) == 0 && (status.Mode & 0xf000) == 0x8000;

    /// <summary>Opens for reading, and does not wait for whoever writes into a FIFO.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags = OpenAtOnce);

    /// <summary>O_NONBLOCK and O_CLOEXEC, the same on every Linux.</summary>
    public const int OpenAtOnce = 0x800 | 0x80000;

    private const int CurrentFolder = -100, TheFolderItself = 0x1000;
    private const uint StatusTypeMask = 1;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, out Status status);

    /// <summary>struct statx, the same on every Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
    }

    /// <summary>Lets a pipe hold so many bytes; it stays as it is where that is more than this user may have.</summary>
    public static void WidenPipe(SafeHandle pipe, int sizeBytes) => _ = Control((int)pipe.DangerousGetHandle(), SetPipeSize, sizeBytes);

    private const int SetPipeSize = 1031;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    public static partial int GetUsage(int who, out Usage usage);

    /// <summary>struct rusage of Linux on 64-bit machines.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 18 * sizeof(long))]
    public struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
        public long PeakKibibytes;
    }
}
