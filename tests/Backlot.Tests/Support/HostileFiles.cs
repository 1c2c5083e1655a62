using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Backlot.Tests.Support;

/// <summary>A file that must be refused.</summary>
/// <param name="Reason">Part of the sentence that says why.</param>
public sealed record HostileFile(string Path, string Reason)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>Files made to hang, flood, mislead or break whatever reads media; one has 15 MB on the disk, the others less than 2.</summary>
public static class HostileFiles
{
    /// <summary>Stands in the file that the lists among them point at; must come out nowhere.</summary>
    public const string Canary = "canary-7f1c0e52";

    private const string Undecodable = "cannot be decoded", Text = "it looks like text";

    /// <summary>Makes all of them in a folder that is there.</summary>
    public static async Task<IReadOnlyList<HostileFile>> MakeAsync(string folder, CancellationToken ct)
    {
        string At(string name) => Path.Combine(folder, name);
        await RunAsync("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=8", "-f", "lavfi", "-i", "sine=d=8", "-c:v", "libx264", "-bf", "2",
            "-g", "25", "-c:a", "aac", "-movflags", "+faststart", At("good seed.mp4"));
        await RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=0.4", "-c:v", "magicyuv", At("unwanted decoder.avi"));
        var maps = Enumerable.Repeat<string[]>(["-map", "0:v"], 150).SelectMany(map => map);
        await RunAsync(["-f", "lavfi", "-i", "color=s=64x64:d=0.1", .. maps, "-c:v", "mjpeg", At("many streams.mkv")]);
        await RunAsync("-f", "lavfi", "-i", "color=s=64x64:d=2:r=1", "-c:v", "mjpeg", "-vf", "setpts=N*30000/TB", "-fps_mode", "passthrough",
            "-enc_time_base", "1:1", At("an age long.mkv"));
        await File.WriteAllTextAsync(At("canary.txt"), Canary, ct);
        var seed = await File.ReadAllBytesAsync(At("good seed.mp4"), ct);
        File.Delete(At("good seed.mp4"));
        await RunAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.04", "-frames:v", "1", At("good seed.jpg"));
        var seedPicture = await File.ReadAllBytesAsync(At("good seed.jpg"), ct);
        File.Delete(At("good seed.jpg"));

        List<HostileFile> files =
        [
            new(At("unwanted decoder.avi"), "holds a stream of a kind that is not let in"),
            new(At("many streams.mkv"), ""),
            new(At("an age long.mkv"), "is longer than 6 hours"),
            Sparse(At("sparse 10 GiB.mp4"), Ftyp, 10L << 30),
            Sparse(At("tag of 500 MB.mkv"), [.. Ebml, .. Element(0x1254c367, 500_000_100), .. Element(0x7373, 500_000_080), .. Element(0x67c8, 500_000_060),
                0x45, 0xa3, 0x81, (byte)'A', .. Element(0x4487, 500_000_000)], 500_000_200, "holds a head of 500.0 MB; the limit is 16.8 MB"),
        ];
        void Add(string name, byte[] content, string reason)
        {
            File.WriteAllBytes(At(name), content);
            files.Add(new(At(name), reason));
        }

        Add("moov of 4 GiB.mp4", [.. Ftyp, 0xff, 0xff, 0xff, 0xff, .. "moov"u8], "");
        Add("nested.mp4", [.. Ftyp, .. Nested(20_000)], Undecodable);
        foreach (var table in (string[])["stsz", "stts", "ctts", "stsc", "stco"])
            Add($"bomb {table}.mp4", Patched(seed, table, table == "stsz" ? 8 : 4, 0x7fffffff), "");
        Add("lasts for ever.mp4", Patched(seed, "mvhd", 16, 0x7fffffff), "is cut short: it says that it lasts 2147483.6 s, but ends after 8 s");
        Add("flood of 30000.png", Png(30_000, 30_000), "is 30000 x 30000 pixels; the limit is 64 megapixels");
        Add("flood of 16000.png", Png(16_000, 16_000), "is 16000 x 16000 pixels; the limit is 64 megapixels");
        Add("flood.gif", [.. "GIF89a"u8, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 2, 0x4c, 1, 0, 0x3b], "");
        Add("flood.jpg", Patched(seedPicture, [0xff, 0xc0], 3, 0xffdcffdc), "is 65500 x 65500 pixels; the limit is 64 megapixels");
        Add("flood.webp", [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8L"u8, 10, 0, 0, 0, 0x2f, 0xff, 0xff, 0xff, 0x0f, .. new byte[5]],
            "is 16384 x 16384 pixels; the limit is 64 megapixels");
        Add("ten thousand streams.mkv", Tracks(10_000), "");
        Add("a million chapters.mkv", Chapters(1_000_000), "holds chapters of 15.0 MB; the limit is 1.0 MB");
        foreach (var (name, list) in Lists)
        {
            Add($"{name}.mp4", list, Text);
            Add($"{name}.jpg", list, Text);
            Add($"{name} after a mark.mkv", [0xef, 0xbb, 0xbf, .. list], Text);
            Add($"{name} after blanks.mp4", [.. "  \n"u8, .. list], Text);
            Add($"{name} behind a JPEG's magic.jpg", [0xff, 0xd8, 0xff, .. list], "");
            Add($"{name} behind an MP4's head.mp4", [.. Ftyp, .. list], Undecodable);
        }
        Add("poly.jpg", [.. "GIF89a"u8, .. "/*<script>alert(1)</script>*/=1;"u8], "");
        Add("page.png", [.. "<html><script>alert(1)</script></html>"u8], Text);
        Add("drawing.jpg", [.. "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8], Text);
        Add("paper.png", [.. "%PDF-1.7\n1 0 obj\n"u8], "it looks like a PDF document");
        Add("program.mp4", [0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[100]], "it looks like a program");
        Add("archive.mp4", [.. "PK"u8, 3, 4, .. new byte[100]], "it looks like a ZIP archive");
        Add("empty.mp4", [], "is empty");
        Add("one byte.mp4", [0], "");
        for (var length = 4096; length < seed.Length * 3 / 4; length += 16_384)
            Add($"cut at {length}.mp4", seed[..length], "");
        return files;
    }

    /// <summary>A good clip of 160 x 120 pixels whose header says 65535 x 65535.</summary>
    public static async Task<string> LiarAsync(string folder, CancellationToken ct)
    {
        string seed = Path.Combine(folder, "seed.mp4"), huge = Path.Combine(folder, "huge.mp4");
        await RunAsync("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-c:v", "libx264", seed);
        await File.WriteAllBytesAsync(huge, Patched(await File.ReadAllBytesAsync(seed, ct), "avc1", 24, 0xffffffff), ct);
        return huge;
    }

    private static byte[] Ftyp => [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0];

    private static (string Name, byte[] Content)[] Lists =>
    [
        ("hls", Encoding.UTF8.GetBytes("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\ncanary.txt\n#EXT-X-ENDLIST\n")),
        ("concat", Encoding.UTF8.GetBytes("ffconcat version 1.0\nfile canary.txt\n")),
        ("dash", Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>canary.txt</BaseURL></MPD>")),
        ("sdp", Encoding.UTF8.GetBytes("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n")),
    ];

    /// <summary>Nothing but a head, and a hole that takes no place on the disk.</summary>
    private static HostileFile Sparse(string path, byte[] head, long bytes, string reason = "")
    {
        using var file = File.Create(path);
        file.Write(head);
        file.SetLength(bytes);
        return new(path, reason);
    }

    /// <summary>The head of a Matroska file, and the beginning of its one segment, which has no known length.</summary>
    private static byte[] Ebml => [0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x88, .. "matroska"u8, 0x18, 0x53, 0x80, 0x67, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <summary>An element's name, and its length in eight bytes.</summary>
    private static byte[] Element(uint id, long bytes)
    {
        var head = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(head, id);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(4), bytes | 1L << 56);
        return [.. head.SkipWhile(b => b == 0)];
    }

    /// <summary>Their names go down, so that a reader that looks for each among all before it takes time that grows with the square.</summary>
    private static byte[] Chapters(int count)
    {
        byte[] chapter = [0xb6, 0x8d, 0x73, 0xc4, 0x84, 0, 0, 0, 0, 0x91, 0x84, 0, 0, 0, 0];
        var chapters = new byte[count * chapter.Length];
        for (var n = 0; n < count; n++)
        {
            BinaryPrimitives.WriteInt32BigEndian(chapter.AsSpan(5), count - n);
            BinaryPrimitives.WriteInt32BigEndian(chapter.AsSpan(11), n + 1);
            chapter.CopyTo(chapters, n * chapter.Length);
        }
        return [.. Ebml, .. Element(0x1043a770, chapters.Length + 10), .. Element(0x45b9, chapters.Length), .. chapters];
    }

    /// <summary>A film of so many pictures at once, none of which comes.</summary>
    private static byte[] Tracks(int count)
    {
        var tracks = Enumerable.Range(1, count).SelectMany(n => (byte[])
        [
            0xae, 0x80 | 25, 0xd7, 0x84, 0, 0, (byte)(n >> 8), (byte)n, 0x73, 0xc5, 0x84, 0, 0, (byte)(n >> 8), (byte)n,
            0x83, 0x81, 1, 0x86, 0x87, .. "V_MJPEG"u8,
        ]).ToArray();
        return [.. Ebml, .. Element(0x1654ae6b, tracks.Length), .. tracks];
    }

    private static byte[] Nested(int depth)
    {
        var bytes = new byte[depth * 8];
        for (var i = 0; i < depth; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 8), (depth - i) * 8);
            "moov"u8.CopyTo(bytes.AsSpan(i * 8 + 4));
        }
        return bytes;
    }

    /// <summary>Overwrites a number of 4 bytes that lies so far behind an atom's name.</summary>
    private static byte[] Patched(byte[] film, string atom, int offset, uint value) => Patched(film, Encoding.ASCII.GetBytes(atom), offset, value);

    private static byte[] Patched(byte[] seed, byte[] mark, int offset, uint value)
    {
        var at = seed.AsSpan().IndexOf(mark);
        Assert.True(at > 0, $"The seed has no {Convert.ToHexString(mark)}.");
        byte[] patched = [.. seed];
        BinaryPrimitives.WriteUInt32BigEndian(patched.AsSpan(at + mark.Length + offset), value);
        return patched;
    }

    /// <summary>A whole grey picture, every line of it; 30,000 x 30,000 pixels are some hundred kilobytes.</summary>
    private static byte[] Png(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var line = new byte[width / 8 + 1];
            for (var y = 0; y < height; y++)
                zlib.Write(line);
        }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        return [0x89, .. "PNG"u8, 13, 10, 26, 10, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] named = [.. name, .. content];
        byte[] chunk = [0, 0, 0, 0, .. named, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(named));
        return chunk;
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xedb88320;
        }
        return ~crc;
    }

    /// <param name="arguments">For ffmpeg; the last one is the file.</param>
    private static Task RunAsync(params string[] arguments) => MadeOnce.CopyAsync(arguments[^1], arguments[..^1]);
}
