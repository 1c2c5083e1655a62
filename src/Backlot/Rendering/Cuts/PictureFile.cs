using System.Buffers.Binary;
using System.Text;

namespace Backlot.Rendering.Cuts;

/// <summary>Writes coded frames into an MP4 of pictures alone, each in its exact place in time.</summary>
/// <remarks>
/// Every frame lasts one step of the film's clock, is decoded one step after the one before, and is shown in its place; all are shown later by
/// as many steps as the worst of them is decoded late, which the edit list takes back. So frames of several encoders, which reorder
/// theirs differently, stand side by side without a gap. Boxes by ISO/IEC 14496-12 and -15.
/// </remarks>
internal sealed class PictureFile : IAsyncDisposable
{
    private const int MediaHeaderBytes = 16;
    private const uint PlainMatrix = 0x10000;

    private readonly FileStream file;
    private readonly CutList film;
    private readonly List<int> sizes = [], shown = [], keys = [];

    public PictureFile(string path, CutList film)
    {
        this.film = film;
        file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        file.Write(Box("ftyp", Ascii("isom"), U32(0x200), Ascii("isomiso2avc1mp41")));
        MediaStart = file.Position;
        file.Write(new byte[MediaHeaderBytes]);
    }

    private uint Timescale => (uint)TimescaleOf(film);

    private uint FrameTicks => (uint)(film.FrameRate.Den * TimescaleOf(film) / film.FrameRate.Num);

    private long MediaStart { get; }

    /// <summary>Ticks of a second. As other encoders have it: every frame starts on a whole one.</summary>
    public static long TimescaleOf(CutList film) => film.FrameRate.Num * (film.FrameRate.Num < 1000 ? 512 : 1);

    /// <summary>Takes the next frame in the order of decoding.</summary>
    /// <param name="frame">Its place in the film, from 0.</param>
    public async Task AddAsync(int frame, CodedPicture picture, CancellationToken ct)
    {
        shown.Add(frame);
        sizes.Add(picture.Units.Length);
        if (picture.IsKey)
            keys.Add(sizes.Count);
        await file.WriteAsync(picture.Units, ct);
    }

    /// <summary>Writes the index; the file is whole then.</summary>
    public async Task FinishAsync(H264Parameters parameters, CancellationToken ct)
    {
        var end = file.Position;
        await file.WriteAsync(Movie(parameters.ToConfiguration()), ct);
        file.Position = MediaStart;
        await file.WriteAsync((byte[])[.. U32(1), .. Ascii("mdat"), .. U64(end - MediaStart)], ct);
        await file.FlushAsync(ct);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private byte[] Movie(byte[] configuration)
    {
        var late = shown.Select((frame, decoded) => decoded - frame).Max();
        var ticks = (long)sizes.Count * FrameTicks;
        return Box("moov",
            Full("mvhd", 1, 0, U64(0), U64(0), U32(Timescale), U64(ticks), U32(0x10000), U16(0x100), new byte[10], Matrix(), new byte[24], U32(2)),
            Box("trak",
                Full("tkhd", 1, 3, U64(0), U64(0), U32(1), U32(0), U64(ticks), new byte[16], Matrix(),
                    U32((uint)film.Width << 16), U32((uint)film.Height << 16)),
                Box("edts", Full("elst", 1, 0, U32(1), U64(ticks), U64((long)late * FrameTicks), U32(0x10000))),
                Box("mdia",
                    Full("mdhd", 1, 0, U64(0), U64(0), U32(Timescale), U64(ticks), U16(0x55c4), U16(0)),
                    Full("hdlr", 0, 0, U32(0), Ascii("vide"), new byte[12], [0]),
                    Box("minf",
                        Full("vmhd", 0, 1, new byte[8]),
                        Box("dinf", Full("dref", 0, 0, U32(1), Full("url ", 0, 1))),
                        Table(configuration, late)))));
    }

    private byte[] Table(byte[] configuration, int late)
    {
        var avc1 = Box("avc1", new byte[6], U16(1), new byte[16], U16(film.Width), U16(film.Height), U32(0x480000), U32(0x480000), U32(0), U16(1),
            new byte[32], U16(24), U16(0xffff), Box("avcC", configuration), Box("pasp", U32(1), U32(1)));
        return Box("stbl",
            Full("stsd", 0, 0, U32(1), avc1),
            Full("stts", 0, 0, U32(1), U32((uint)sizes.Count), U32(FrameTicks)),
            Full("ctts", 0, 0, Delays(late)),
            Full("stss", 0, 0, [.. U32((uint)keys.Count), .. keys.SelectMany(key => U32((uint)key))]),
            Full("stsc", 0, 0, U32(1), U32(1), U32((uint)sizes.Count), U32(1)),
            Full("stsz", 0, 0, [.. U32(0), .. U32((uint)sizes.Count), .. sizes.SelectMany(size => U32((uint)size))]),
            Full("co64", 0, 0, U32(1), U64(MediaStart + MediaHeaderBytes)));
    }

    /// <summary>How long after its decoding each frame is shown; equal neighbours together.</summary>
    private byte[] Delays(int late)
    {
        List<(int Count, int Delay)> runs = [];
        for (var decoded = 0; decoded < shown.Count; decoded++)
        {
            var delay = shown[decoded] + late - decoded;
            if (runs.Count > 0 && runs[^1].Delay == delay)
                runs[^1] = (runs[^1].Count + 1, delay);
            else
                runs.Add((1, delay));
        }
        return [.. U32((uint)runs.Count), .. runs.SelectMany(run => (byte[])[.. U32((uint)run.Count), .. U32((uint)run.Delay * FrameTicks)])];
    }

    private static byte[] Matrix() =>
        [.. U32(PlainMatrix), .. new byte[12], .. U32(PlainMatrix), .. new byte[12], .. U32(0x40000000)];

    private static byte[] Full(string type, byte version, int flags, params byte[][] content) =>
        Box(type, [[version, (byte)(flags >> 16), (byte)(flags >> 8), (byte)flags], .. content]);

    private static byte[] Box(string type, params byte[][] content) =>
        [.. U32((uint)(8 + content.Sum(part => part.Length))), .. Ascii(type), .. content.SelectMany(part => part)];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] U16(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] U32(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] U64(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
