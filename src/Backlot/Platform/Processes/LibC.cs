using System.Runtime.InteropServices;

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

    private const int CurrentFolder = -100;
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
