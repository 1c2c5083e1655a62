using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Backlot.Benchmarks.Caches;

/// <summary>Brings entries of the semantic level in by PostgreSQL's binary COPY, vectors as pgvector takes them.</summary>
internal sealed class PromptCopy(Stream stream) : IAsyncDisposable
{
    private const string Statement = "copy semantic_cache (id, user_id, key, parameters_hash, asset_id, prompt_text, embedded_by, created_at, expires_at, prompt_embedding) from stdin (format binary)";
    private const short Columns = 10;
    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly MemoryStream _row = new(8192);
    private readonly byte[] _number = new byte[8];

    public static async Task<PromptCopy> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var copy = new PromptCopy(new BufferedStream(await connection.BeginRawBinaryCopyAsync(Statement, ct), 1 << 20));
        await copy.WriteAsync(Head, ct);
        return copy;
    }

    /// <param name="keys">Id, user, key, hash of the parameters and asset.</param>
    public async Task WriteAsync(Guid[] keys, string prompt, string maker, DateTimeOffset createdAt, DateTimeOffset expiresAt, float[] vector, CancellationToken ct)
    {
        _row.SetLength(0);
        Short(Columns);
        foreach (var key in keys)
            Field(key.ToByteArray(bigEndian: true));
        Field(Encoding.UTF8.GetBytes(prompt));
        Field(Encoding.UTF8.GetBytes(maker));
        foreach (var at in (DateTimeOffset[])[createdAt, expiresAt])
        {
            Int(8);
            BinaryPrimitives.WriteInt64BigEndian(_number, (at.UtcDateTime - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
            _row.Write(_number);
        }
        Int(4 + 4 * vector.Length);
        Short((short)vector.Length);
        Short(0);
        foreach (var number in vector)
        {
            BinaryPrimitives.WriteSingleBigEndian(_number, number);
            _row.Write(_number, 0, 4);
        }
        await WriteAsync(_row.GetBuffer().AsMemory(0, (int)_row.Length), ct);
    }

    public async Task EndAsync(CancellationToken ct) => await WriteAsync(new byte[] { 0xFF, 0xFF }, ct);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => stream.WriteAsync(bytes, ct);

    private void Field(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        _row.Write(bytes);
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_number, value);
        _row.Write(_number, 0, 2);
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_number, value);
        _row.Write(_number, 0, 4);
    }
}
