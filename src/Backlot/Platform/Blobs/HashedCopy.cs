using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Backlot.Platform.Blobs;

/// <summary>Writes a stream of any length to a file and hashes it on the way, in constant memory: while one part is hashed and
/// written, the next is read.</summary>
internal static class HashedCopy
{
    private const int PartBytes = 1 << 20;

    /// <param name="source">Read to its end.</param>
    /// <param name="target">Written from <paramref name="offset"/> on; not flushed.</param>
    /// <param name="hashes">Of what was before; afterwards of that and of what was written.</param>
    /// <param name="most">Bytes; one more is too many.</param>
    /// <param name="written">Told after each part how many bytes are written by now, and waited for; also of those that came before the
    /// source broke off.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="TooManyBytes">The source has more; what was allowed may be written.</exception>
    public static async Task<long> RunAsync(Stream source, SafeFileHandle target, long offset, IReadOnlyList<IncrementalHash> hashes, long most,
        Func<long, Task>? written, CancellationToken ct)
    {
        byte[][] buffers = [ArrayPool<byte>.Shared.Rent(PartBytes), ArrayPool<byte>.Shared.Rent(PartBytes)];
        var (pending, total) = (Task.CompletedTask, 0L);
        try
        {
            for (var turn = 0; ; turn ^= 1)
            {
                var buffer = buffers[turn];
                var (count, fault) = await ReadAsync(source, buffer.AsMemory(0, PartBytes), ct);
                await pending;
                pending = Task.CompletedTask;
                if (total > 0 && written is not null)
                    await written(total);
                if (count > most - total)
                    throw new TooManyBytes();
                if (count > 0)
                    pending = Task.WhenAll(
                        Task.Run(() => Append(hashes, buffer.AsSpan(0, count)), CancellationToken.None),
                        RandomAccess.WriteAsync(target, buffer.AsMemory(0, count), offset + total, CancellationToken.None).AsTask());
                total += count;
                if (count == PartBytes && fault is null)
                    continue;
                await pending;
                if (written is not null)
                    await written(total);
                return fault is null ? total : throw fault;
            }
        }
        finally
        {
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);       // it uses a buffer
            foreach (var buffer in buffers)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Append(IReadOnlyList<IncrementalHash> hashes, ReadOnlySpan<byte> part)
    {
        foreach (var hash in hashes)
            hash.AppendData(part);
    }

    /// <summary>Fills the buffer, or as much of it as there is. What came before a fault counts.</summary>
    private static async Task<(int Count, Exception? Fault)> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken ct)
    {
        var count = 0;
        try
        {
            while (count < buffer.Length && await source.ReadAsync(buffer[count..], ct) is var read and > 0)
                count += read;
            return (count, null);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return (count, broken);
        }
    }
}

/// <summary>There are more bytes than are allowed.</summary>
internal sealed class TooManyBytes() : Exception("There are more bytes than are allowed.");
