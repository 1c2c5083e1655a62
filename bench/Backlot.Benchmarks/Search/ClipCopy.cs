using System.Buffers.Binary;
using Npgsql;

namespace Backlot.Benchmarks.Search;

/// <summary>Brings clips in by PostgreSQL's binary COPY, vectors as pgvector takes them.</summary>
internal sealed class ClipCopy(Stream stream) : IAsyncDisposable
{
    private const string Statement =
        "copy clips (id, user_id, asset_id, start_time, end_time, composite_score, embedding, embedded_by) from stdin (format binary)";
    private const short Columns = 8;
    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly byte[] _row = new byte[4096];
    private int _at;

    public static async Task<ClipCopy> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var copy = new ClipCopy(new BufferedStream(await connection.BeginRawBinaryCopyAsync(Statement, ct), 1 << 20));
        await copy.WriteAsync(Head, ct);
        return copy;
    }

    public async Task WriteAsync(Guid id, Guid user, Guid film, double start, double score, float[] vector, CancellationToken ct)
    {
        _at = 0;
        Short(Columns);
        foreach (var key in (Guid[])[id, user, film])
        {
            Int(16);
            key.TryWriteBytes(_row.AsSpan(_at), bigEndian: true, out _);
            _at += 16;
        }
        foreach (var number in (double[])[start, start + 1, score])
        {
            Int(8);
            BinaryPrimitives.WriteDoubleBigEndian(_row.AsSpan(_at), number);
            _at += 8;
        }
        Int(4 + 4 * vector.Length);
        Short((short)vector.Length);
        Short(0);
        foreach (var number in vector)
        {
            BinaryPrimitives.WriteSingleBigEndian(_row.AsSpan(_at), number);
            _at += 4;
        }
        Int(SearchBench.Maker.Length);
        _at += System.Text.Encoding.ASCII.GetBytes(SearchBench.Maker, _row.AsSpan(_at));
        await WriteAsync(_row.AsMemory(0, _at), ct);
    }

    public async Task EndAsync(CancellationToken ct) => await WriteAsync(new byte[] { 0xFF, 0xFF }, ct);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => stream.WriteAsync(bytes, ct);

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_row.AsSpan(_at), value);
        _at += 2;
    }

    private void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_row.AsSpan(_at), value);
        _at += 4;
    }
}
