using System.Buffers.Text;
using System.Text;

namespace Backlot.Platform.Redis;

/// <summary>What a Redis said cannot be understood, or it refused.</summary>
public sealed class RedisTrouble(string what) : Exception(what);

/// <summary>Reads the replies that our few commands can have: RESP 2's simple strings, errors, whole numbers and byte strings.</summary>
internal sealed class RespReader(Stream stream)
{
    /// <summary>Nothing that we keep is larger.</summary>
    public const int MostBytes = 1 << 20;

    private readonly byte[] _buffer = new byte[16 << 10];
    private int _from, _to;

    /// <returns>The bytes; null for none, and an empty array for OK.</returns>
    /// <exception cref="RedisTrouble">An error reply, or no reply of these kinds.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public async Task<Reply> ReadAsync(CancellationToken ct)
    {
        var kind = await ByteAsync(ct);
        var line = await LineAsync(ct);
        return kind switch
        {
            (byte)'+' => new(line, null),
            (byte)':' => new(line, null),
            (byte)'-' => new(null, Encoding.UTF8.GetString(line)),
            (byte)'$' => new(await BulkAsync(LengthOf(line), ct), null),
            _ => throw new RedisTrouble("its reply is none of RESP 2"),
        };
    }

    private async Task<byte[]?> BulkAsync(int length, CancellationToken ct)
    {
        if (length < 0)
            return null;
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            if (_from == _to)
                await FillAsync(ct);
            var part = Math.Min(length - read, _to - _from);
            _buffer.AsSpan(_from, part).CopyTo(bytes.AsSpan(read));
            (_from, read) = (_from + part, read + part);
        }
        return await ByteAsync(ct) == '\r' && await ByteAsync(ct) == '\n' ? bytes : throw new RedisTrouble("its reply does not end where it says");
    }

    private static int LengthOf(byte[] line) => Utf8Parser.TryParse(line, out int length, out var used) && used == line.Length && length is >= -1 and <= MostBytes
        ? length
        : throw new RedisTrouble("its reply has no length that we take");

    private async Task<byte[]> LineAsync(CancellationToken ct)
    {
        var line = new List<byte>(32);
        while (await ByteAsync(ct) is var next && next != '\r')
        {
            if (line.Count == 1024)
                throw new RedisTrouble("its reply has no end");
            line.Add(next);
        }
        return await ByteAsync(ct) == '\n' ? [.. line] : throw new RedisTrouble("its reply has no end");
    }

    private async ValueTask<byte> ByteAsync(CancellationToken ct)
    {
        if (_from == _to)
            await FillAsync(ct);
        return _buffer[_from++];
    }

    private async Task FillAsync(CancellationToken ct)
    {
        (_from, _to) = (0, await stream.ReadAsync(_buffer, ct));
        if (_to == 0)
            throw new IOException("The connection ended.");
    }

    /// <param name="Bytes">Null for none.</param>
    /// <param name="Error">Set when it refused.</param>
    public sealed record Reply(byte[]? Bytes, string? Error);
}
