using System.Buffers.Binary;

namespace Backlot.Rendering.Scenes;

/// <summary>Reads a NUT stream, the one container of ffmpeg's that carries raw pictures and raw sound side by side with their
/// exact times through a pipe.</summary>
/// <remarks>As ffmpeg's own muxer writes it, version 3: <c>nut.txt</c> of the format's authors. Checksums are not looked
/// at: the writer is our own child.</remarks>
/// <param name="read">Fills a buffer; fewer bytes come back only at the end.</param>
internal sealed class NutReader(Func<Memory<byte>, CancellationToken, Task<int>> read)
{
    private const int FileIdBytes = 25, MostPacketBytes = 16 << 20, MostHeaderBytes = 128;
    private const ulong MainCode = 0x4e4d7a561f5f04ad, StreamCode = 0x4e5311405bf2f9db, SyncCode = 0x4e4be4adeeca4569;

    private readonly List<(long Num, long Den)> timeBases = [];
    private readonly List<NutStream> streams = [];
    private readonly FrameCode[] codes = new FrameCode[256];
    private readonly List<byte[]> elided = [[]];
    private byte[] buffer = new byte[1 << 18];
    private int at, end, dataAt, dataEnd;
    private bool sourceEnded, begun;

    /// <summary>Of a running ffmpeg.</summary>
    public NutReader(FfmpegStream source) : this(source.ReadBytesAsync)
    {
    }

    /// <summary>Of a whole file.</summary>
    public NutReader(Stream file) : this((buffer, ct) => file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).AsTask())
    {
    }

    /// <summary>Which stream <see cref="Data"/> belongs to, in the order of the maps.</summary>
    public int StreamIndex { get; private set; }

    public double Seconds { get; private set; }

    /// <summary>The packet's content, until the next call of <see cref="ReadAsync"/>.</summary>
    public ReadOnlySpan<byte> Data => buffer.AsSpan(dataAt..dataEnd);

    /// <summary>Goes to the next packet of any stream; false at the end.</summary>
    /// <exception cref="FfmpegFailed">The writer failed.</exception>
    /// <exception cref="InvalidDataException">It is not NUT.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        if (!begun)
        {
            begun = true;
            if (!await HasAsync(FileIdBytes, ct))
                return false;
            at += FileIdBytes;
        }
        while (await HasAsync(1, ct))
        {
            await HasAsync(MostHeaderBytes, ct);
            if (buffer[at] != 'N')
                return await FrameAsync(ct);
            var code = BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(at));
            at += 8;
            var length = (int)Math.Min(Number(), MostPacketBytes);
            if (length > 4096)
                at += 4;
            if (!await HasAsync(length, ct))
                throw new InvalidDataException("A NUT header is cut short.");
            var next = at + length;
            if (code == MainCode)
                MainHeader();
            else if (code == StreamCode)
                StreamHeader();
            else if (code == SyncCode)
                SyncPoint();
            at = next;
        }
        return false;
    }

    private async ValueTask<bool> FrameAsync(CancellationToken ct)
    {
        var code = codes[buffer[at++]];
        var flags = code.Flags;
        if ((flags & FrameFlags.Coded) != 0)
            flags ^= (FrameFlags)Number();
        if ((flags & FrameFlags.Invalid) != 0)
            throw new InvalidDataException("A NUT frame is of no known kind.");
        var index = (flags & FrameFlags.StreamId) != 0 ? (int)Number() : code.Stream;
        if (index >= streams.Count)
            throw new InvalidDataException("A NUT frame is of no known stream.");
        var stream = streams[index];
        stream.LastTime = (flags & FrameFlags.CodedTime) != 0 ? stream.Full(Number()) : stream.LastTime + code.TimeDelta;
        long size = code.SizeLow + ((flags & FrameFlags.SizeHigh) != 0 ? code.SizeFactor * Number() : 0);
        if ((flags & FrameFlags.MatchTime) != 0)
            Number();
        var head = elided[(flags & FrameFlags.HeaderIndex) != 0 ? (int)Number() : code.Header];
        for (var reserved = (flags & FrameFlags.Reserved) != 0 ? Number() : code.Reserved; reserved > 0; reserved--)
            Number();
        if ((flags & FrameFlags.Checksum) != 0)
            at += 4;
        size -= head.Length;
        if (size is < 0 or > MostPacketBytes || !await HasAsync((int)size, ct))
            throw new InvalidDataException("A NUT frame is cut short.");
        // What all frames begin with may be left out: it is put back in place of the header that was just read.
        dataAt = at - head.Length;
        head.CopyTo(buffer, dataAt);
        at += (int)size;
        dataEnd = at;
        StreamIndex = index;
        Seconds = stream.LastTime * (double)stream.Num / stream.Den;
        return true;
    }

    private void MainHeader()
    {
        if (Number() > 3)
            Number();
        Number();
        Number();
        timeBases.Clear();
        for (var left = Number(); left > 0; left--)
            timeBases.Add((Number(), Number()));
        FrameCodes();
        elided.Clear();
        elided.Add([]);
        for (var left = Number(); left > 0; left--)
            elided.Add(Bytes());
    }

    private void FrameCodes()
    {
        long time = 0, factor = 1, stream = 0, header = 0;
        for (var i = 0; i < 256;)
        {
            var flags = (FrameFlags)Number();
            var fields = Number();
            if (fields > 0)
                time = Signed();
            if (fields > 1)
                factor = Number();
            if (fields > 2)
                stream = Number();
            var size = fields > 3 ? Number() : 0;
            var reserved = fields > 4 ? Number() : 0;
            var count = fields > 5 ? Number() : factor - size;
            if (fields > 6)
                Signed();
            if (fields > 7)
                header = Number();
            for (var field = 8; field < fields; field++)
                Number();
            for (var j = 0; j < count && i < 256; i++)
                codes[i] = i == 'N'
                    ? new(FrameFlags.Invalid, 0, 0, 0, 0, 0, 0)
                    : new(flags, time, factor, (int)stream, size + j++, reserved, (int)header);
        }
    }

    private void StreamHeader()
    {
        var index = (int)Number();
        Number();
        Bytes();
        var (num, den) = timeBases[(int)Number()];
        var stream = new NutStream(num, den, (int)Number());
        if (index == streams.Count)
            streams.Add(stream);
    }

    private void SyncPoint()
    {
        var coded = Number();
        var (num, den) = timeBases[(int)(coded % timeBases.Count)];
        var time = coded / timeBases.Count;
        foreach (var stream in streams)
            stream.LastTime = (long)((Int128)time * num * stream.Den / ((Int128)den * stream.Num));
    }

    private byte[] Bytes()
    {
        var length = (int)Number();
        var bytes = buffer.AsSpan(at, length).ToArray();
        at += length;
        return bytes;
    }

    private long Number()
    {
        long number = 0;
        byte next;
        do
        {
            next = buffer[at++];
            number = number << 7 | (uint)(next & 0x7f);
        }
        while ((next & 0x80) != 0);
        return number;
    }

    private long Signed()
    {
        var number = Number() + 1;
        return (number & 1) != 0 ? -(number >> 1) : number >> 1;
    }

    /// <summary>Brings so many bytes into the buffer behind the place that is read; false if the stream ends before.</summary>
    private async ValueTask<bool> HasAsync(int count, CancellationToken ct)
    {
        if (end - at >= count)
            return true;
        if (sourceEnded)
            return false;
        // Some bytes before stay, as room for what a frame may have left out.
        var kept = Math.Min(at, MostHeaderBytes);
        var length = end - at + kept;
        var target = count + kept > buffer.Length ? new byte[count + kept] : buffer;
        Array.Copy(buffer, at - kept, target, 0, length);
        (buffer, at, end) = (target, kept, length);
        var came = await read(buffer.AsMemory(end), ct);
        sourceEnded = came < buffer.Length - end;
        end += came;
        return end - at >= count;
    }

    [Flags]
    private enum FrameFlags
    {
        CodedTime = 8,
        StreamId = 16,
        SizeHigh = 32,
        Checksum = 64,
        Reserved = 128,
        HeaderIndex = 1024,
        MatchTime = 2048,
        Coded = 4096,
        Invalid = 8192,
    }

    private sealed record FrameCode(
        FrameFlags Flags, long TimeDelta, long SizeFactor, int Stream, long SizeLow, long Reserved, int Header);

    private sealed class NutStream(long num, long den, int shift)
    {
        public long Num => num;

        public long Den => den;

        public long LastTime { get; set; }

        /// <summary>A short time is only the low bits; the high ones are those that bring it nearest to the last time.</summary>
        public long Full(long coded)
        {
            var full = 1L << shift;
            if (coded >= full)
                return coded - full;
            var least = LastTime - full / 2;
            return ((coded - least) & (full - 1)) + least;
        }
    }
}
