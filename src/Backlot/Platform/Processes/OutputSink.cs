using System.Buffers;
using System.Text;

namespace Backlot.Platform.Processes;

/// <summary>Takes a program's output in pieces and keeps a bounded part of it, whatever the program writes.</summary>
internal abstract class OutputSink
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Reads the stream to its end; the program never waits for us longer than one call of <see
    /// cref="Write"/>.</summary>
    public async Task DrainAsync(Stream source)
    {
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await source.ReadAsync(buffer)) > 0)
            Write(buffer.AsSpan(0, count));
        End();
    }

    public abstract void Write(ReadOnlySpan<byte> bytes);

    public virtual void End() { }
}

/// <summary>Keeps the first bytes.</summary>
internal sealed class OutputHead(int limitBytes) : OutputSink
{
    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly Lock gate = new();

    public bool Truncated { get; private set; }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            var room = limitBytes - kept.WrittenCount;
            Truncated |= bytes.Length > room;
            kept.Write(bytes[..Math.Min(room, bytes.Length)]);
        }
    }

    public override string ToString()
    {
        lock (gate)
            return Encoding.UTF8.GetString(kept.WrittenSpan);
    }
}

/// <summary>Keeps the last bytes, in a ring.</summary>
internal sealed class OutputTail(int limitBytes) : OutputSink
{
    private readonly byte[] ring = new byte[limitBytes];
    private readonly Lock gate = new();
    private long written;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limitBytes)
            bytes = bytes[^limitBytes..];
        lock (gate)
        {
            var at = (int)(written % limitBytes);
            var first = Math.Min(bytes.Length, limitBytes - at);
            bytes[..first].CopyTo(ring.AsSpan(at));
            bytes[first..].CopyTo(ring);
            written += bytes.Length;
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            if (written <= limitBytes)
                return Encoding.UTF8.GetString(ring, 0, (int)written);
            var at = (int)(written % limitBytes);
            return Encoding.UTF8.GetString([.. ring.AsSpan(at), .. ring.AsSpan(0, at)]);
        }
    }
}

/// <summary>Cuts the output into lines at LF, CR or both; a longer line than 64 KiB is cut into several.</summary>
internal sealed class OutputLines(Action<string> onLine) : OutputSink
{
    private const int LongestLineBytes = 64 * 1024;
    private readonly ArrayBufferWriter<byte> line = new();

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var piece = end < 0 ? bytes : bytes[..end];
            var room = LongestLineBytes - line.WrittenCount;
            if (piece.Length > room)
            {
                line.Write(piece[..room]);
                bytes = bytes[room..];
                End();
                continue;
            }
            line.Write(piece);
            if (end < 0)
                return;
            bytes = bytes[(end + 1)..];
            End();
        }
    }

    public override void End()
    {
        if (line.WrittenCount == 0)
            return;
        var text = Encoding.UTF8.GetString(line.WrittenSpan);
        line.ResetWrittenCount();
        onLine(text);
    }
}

/// <summary>Gives every piece to two sinks.</summary>
internal sealed class OutputTee(OutputSink first, OutputSink second) : OutputSink
{
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        first.Write(bytes);
        second.Write(bytes);
    }

    public override void End()
    {
        first.End();
        second.End();
    }
}
