using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Backlot.Rendering.Sound;

/// <summary>The samples of a WAV file that has the house form already (<see cref="Pcm"/>; 16-bit integers or 32-bit floats), as ffmpeg
/// would decode them: a start of it takes longer than most of these files take to read.</summary>
/// <remarks>One reader at a time.</remarks>
internal sealed class WaveSamples : IDisposable
{
    private const int Integers = 1, Floats = 3;

    /// <summary>Between the head and the samples may lie texts and pictures; behind more of them ffmpeg looks.</summary>
    private const int MostChunks = 16;

    private readonly FileStream file;
    private readonly int bytesEach;
    private long bytesLeft;
    private byte[] block = [];

    private WaveSamples(FileStream file, int bytesEach, long bytes) => (this.file, this.bytesEach, bytesLeft) = (file, bytesEach, bytes);

    /// <summary>Null for a file of any other form, and for one that is not as long as its head says: ffmpeg knows what to make of these.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static WaveSamples? TryOpen(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            if (ReadHead(file) is not var (bytesEach, bytes))
            {
                file.Dispose();
                return null;
            }
            return new(file, bytesEach, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Of its samples, in ffmpeg's names.</summary>
    public string Codec => bytesEach == sizeof(float) ? "pcm_f32le" : "pcm_s16le";

    /// <summary>Fills the buffer; fewer samples come back only at the end.</summary>
    public async Task<int> ReadSamplesAsync(Memory<float> buffer, CancellationToken ct)
    {
        var count = (int)Math.Min((long)buffer.Length * bytesEach, bytesLeft);
        if (block.Length < count)
            block = new byte[count];
        await file.ReadExactlyAsync(block.AsMemory(0, count), ct);
        bytesLeft -= count;
        if (bytesEach == sizeof(float))
            block.AsSpan(0, count).CopyTo(MemoryMarshal.AsBytes(buffer.Span));
        else
            Widen(MemoryMarshal.Cast<byte, short>(block.AsSpan(0, count)), buffer.Span);
        return count / bytesEach;
    }

    public void Dispose() => file.Dispose();

    private static void Widen(ReadOnlySpan<short> from, Span<float> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] * (1f / 32768);
    }

    /// <returns>Bytes of a sample of one channel, and of all; the file stands where they begin.</returns>
    private static (int BytesEach, long Bytes)? ReadHead(FileStream file)
    {
        Span<byte> head = stackalloc byte[16];
        file.Position = 12;
        var bytesEach = 0;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            if (file.ReadAtLeast(head[..8], 8, throwOnEndOfStream: false) < 8)
                return null;
            var bytes = (long)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (bytes > file.Length - file.Position)
                return null;
            if (head.StartsWith("data"u8))
                return bytesEach > 0 && bytes % (bytesEach * Pcm.Channels) == 0 ? (bytesEach, bytes) : null;
            var next = file.Position + bytes + bytes % 2;
            if (head.StartsWith("fmt "u8))
            {
                if (bytes < 16 || file.ReadAtLeast(head, 16, throwOnEndOfStream: false) < 16 || (bytesEach = BytesOfSample(head)) == 0)
                    return null;
            }
            file.Position = next;
        }
        return null;
    }

    private static int BytesOfSample(ReadOnlySpan<byte> form)
    {
        var (kind, channels) = (BinaryPrimitives.ReadUInt16LittleEndian(form), BinaryPrimitives.ReadUInt16LittleEndian(form[2..]));
        var (rate, bits) = (BinaryPrimitives.ReadUInt32LittleEndian(form[4..]), BinaryPrimitives.ReadUInt16LittleEndian(form[14..]));
        var bytesOfBoth = BinaryPrimitives.ReadUInt16LittleEndian(form[12..]);
        return (kind, bits) is (Integers, 16) or (Floats, 32) && channels == Pcm.Channels && rate == Pcm.Rate && bytesOfBoth == channels * bits / 8
            ? bits / 8
            : 0;
    }
}
