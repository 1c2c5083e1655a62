using System.Numerics;
using Microsoft.Win32.SafeHandles;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Backlot.Rendering;

/// <summary>Looks at how long the parts of a Matroska or WebM file say they are, before ffmpeg sees them: it would search a tag that is
/// too long for it byte by byte, and compare each chapter with all before it.</summary>
/// <remarks>RFC 8794 (an element is its name, its length, its content) and RFC 9559 (the names).</remarks>
internal static class MatroskaHead
{
    private const long MostBytes = 16 << 20, MostChapterBytes = 1 << 20;

    /// <summary>A film of six hours has some twenty thousand.</summary>
    private const int MostElements = 100_000;

    private const ulong Segment = 0x18538067, Cluster = 0x1f43b675, Cues = 0x1c53bb6b, Attachments = 0x1941a469, Chapters = 0x1043a770, Void = 0xec;

    /// <exception cref="MediaRefused">A part is longer than any film needs it to be.</exception>
    public static void Check(string path)
    {
        using var file = File.OpenHandle(path);
        var at = 0L;
        for (var n = 0; n < MostElements && ReadElement(file, at) is var (name, length, contentAt); n++)
        {
            var most = name switch
            {
                Cluster or Cues or Attachments or Void => long.MaxValue,
                Chapters => MostChapterBytes,
                _ => MostBytes,
            };
            if (name == Segment)
                at = contentAt;
            else if (length is not { } bytes || bytes > long.MaxValue - contentAt)
                return;
            else if (bytes > most)
                throw new MediaRefused($"holds {(name == Chapters ? "chapters" : "a head")} of {bytes / 1e6:0.0} MB; the limit is {most / 1e6:0.0} MB");
            else
                at = contentAt + bytes;
        }
    }

    /// <returns>The length is null where it is left open; all is null behind the end, and where no element can be.</returns>
    private static (ulong Name, long? Length, long ContentAt)? ReadElement(SafeFileHandle file, long at)
    {
        Span<byte> head = stackalloc byte[12];
        var read = RandomAccess.Read(file, head, at);
        if (read < 2 || head[0] < 0x10)
            return null;
        var nameBytes = BitOperations.LeadingZeroCount((uint)head[0] << 24) + 1;
        var lengthBytes = BitOperations.LeadingZeroCount((uint)head[nameBytes] << 24) + 1;
        if (lengthBytes > 8 || read < nameBytes + lengthBytes)
            return null;
        var length = Number(head.Slice(nameBytes, lengthBytes)) & ((1UL << 7 * lengthBytes) - 1);
        var isOpen = length == (1UL << 7 * lengthBytes) - 1;
        return (Number(head[..nameBytes]), isOpen ? null : (long)length, at + nameBytes + lengthBytes);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        bytes.CopyTo(whole[(8 - bytes.Length)..]);
        return ReadUInt64BigEndian(whole);
    }
}
