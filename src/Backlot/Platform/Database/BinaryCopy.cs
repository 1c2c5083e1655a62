using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>Rows for <c>copy … from stdin (format binary)</c>, laid down as they go over the wire: the server takes in the first
/// while the last are written. The driver's own importer asks for a converter for each value, which costs more than all the rest.</summary>
/// <remarks>PostgreSQL's documentation of COPY, "Binary Format"; values as their types send them, big-endian.</remarks>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private const int ChunkBytes = 32 * 1024;

    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly NpgsqlRawCopyStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * ChunkBytes);
    private bool _isComplete;

    private BinaryCopy(NpgsqlRawCopyStream stream)
    {
        _stream = stream;
        // The signature, no flags, no extension.
        _buffer.Write<byte>([.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <param name="connection">Open, and used for nothing else until this is disposed.</param>
    /// <param name="copy">The statement.</param>
    public static async Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken ct) =>
        new(await connection.BeginRawBinaryCopyAsync(copy, ct));

    /// <summary>Begins a row of so many values, each of which is one call.</summary>
    public async ValueTask RowAsync(short values, CancellationToken ct)
    {
        if (_buffer.WrittenCount >= ChunkBytes)
            await FlushAsync(ct);
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), values);
        _buffer.Advance(2);
    }

    public void Null() => Length(-1);

    public void Uuid(Guid value) => value.TryWriteBytes(Value(16), bigEndian: true, out _);

    public void Uuid(Guid? value)
    {
        if (value is { } id)
            Uuid(id);
        else
            Null();
    }

    public void Boolean(bool value) => Value(1)[0] = value ? (byte)1 : (byte)0;

    public void Smallint(short value) => BinaryPrimitives.WriteInt16BigEndian(Value(2), value);

    public void Integer(int value) => BinaryPrimitives.WriteInt32BigEndian(Value(4), value);

    /// <summary>To the microsecond.</summary>
    public void Timestamptz(DateTime utc) => BinaryPrimitives.WriteInt64BigEndian(Value(8), (utc.Ticks - Epoch) / TimeSpan.TicksPerMicrosecond);

    public void Text(string? value)
    {
        if (value is null)
            Null();
        else
            Encoding.UTF8.GetBytes(value, Value(Encoding.UTF8.GetByteCount(value)));
    }

    public void Jsonb(string json)
    {
        var value = Value(1 + Encoding.UTF8.GetByteCount(json));
        value[0] = 1;                                   // the version of the format
        Encoding.UTF8.GetBytes(json, value[1..]);
    }

    /// <summary>All rows were given; without this, none is stored.</summary>
    /// <exception cref="PostgresException">The database refuses a row.</exception>
    public async Task CompleteAsync(CancellationToken ct)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(2), -1);
        _buffer.Advance(2);
        await FlushAsync(ct);
        _isComplete = true;
        await _stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isComplete)
            await _stream.CancelAsync();
        await _stream.DisposeAsync();
    }

    private async ValueTask FlushAsync(CancellationToken ct)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, ct);
        _buffer.ResetWrittenCount();
    }

    private void Length(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), bytes);
        _buffer.Advance(4);
    }

    /// <returns>Room for a value of this length, which counts as written.</returns>
    private Span<byte> Value(int bytes)
    {
        Length(bytes);
        var value = _buffer.GetSpan(bytes)[..bytes];
        _buffer.Advance(bytes);
        return value;
    }
}
