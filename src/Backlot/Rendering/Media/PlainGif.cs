namespace Backlot.Rendering;

/// <summary>Copies a GIF without its comments, its XMP and whatever else programs put into it, and without what is hung on behind its end. The
/// pictures, how long each is shown, and how often all of them are, stay as they are.</summary>
internal static class PlainGif
{
    private const byte Picture = 0x2c, Extension = 0x21, End = 0x3b, Control = 0xf9, Application = 0xff;
    private const int HeadBytes = 13, PictureBytes = 9, NameBytes = 11;

    /// <exception cref="MediaRefused">It is no whole GIF.</exception>
    public static void Write(string path, string outPath)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
        using var output = new BufferedStream(File.Create(outPath), 1 << 16);
        try
        {
            var head = Copy(file, HeadBytes, output);
            Copy(file, TableBytes(head[10]), output);
            // Programs that break off, and some that don't, leave out the end behind the last picture: each shows it all the same.
            var pictures = 0;
            while (file.ReadByte() is var block and not End && (block >= 0 || pictures == 0))
                if (block == Picture)
                {
                    WritePicture(file, output);
                    pictures++;
                }
                else if (block == Extension)
                    WriteExtension(file, output);
                else if (block >= 0)
                    throw new MediaRefused("cannot be decoded: its GIF blocks are broken");
                else
                    throw new EndOfStreamException();
            output.WriteByte(End);
        }
        catch (EndOfStreamException)
        {
            throw new MediaRefused("is cut short");
        }
    }

    private static void WritePicture(Stream file, Stream output)
    {
        output.WriteByte(Picture);
        var shape = Copy(file, PictureBytes, output);
        Copy(file, TableBytes(shape[8]) + 1, output);       // and the size of the codes that follow
        CopyParts(file, output);
    }

    /// <summary>Kept: how the next picture is shown, how often all are, and which colours are meant.</summary>
    private static void WriteExtension(Stream file, Stream output)
    {
        var kind = Read(file, 1)[0];
        if (kind == Control)
        {
            output.Write([Extension, kind]);
            CopyParts(file, output);
            return;
        }
        var name = kind == Application ? Read(file, Read(file, 1)[0]) : [];
        if (kind == Application && name.Length == 0)
            return;     // its length was the empty part that ends it
        if (name.Length != NameBytes || !(name.AsSpan().SequenceEqual("NETSCAPE2.0"u8) || name.AsSpan().SequenceEqual("ANIMEXTS1.0"u8)
            || name.AsSpan().SequenceEqual("ICCRGBG1012"u8)))
        {
            CopyParts(file, Stream.Null);
            return;
        }
        output.Write([Extension, kind, (byte)name.Length]);
        output.Write(name);
        CopyParts(file, output);
    }

    /// <summary>Parts of up to 255 bytes, each after its length, up to an empty one. XMP has no lengths; its last 258 bytes are made so that it ends
    /// here all the same.</summary>
    private static void CopyParts(Stream file, Stream output)
    {
        byte length;
        do
        {
            length = Read(file, 1)[0];
            output.WriteByte(length);
            Copy(file, length, output);
        }
        while (length > 0);
    }

    /// <summary>Of a table of colours that the flags tell of; 0 without one.</summary>
    private static int TableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static byte[] Copy(Stream file, int count, Stream output)
    {
        var bytes = Read(file, count);
        output.Write(bytes);
        return bytes;
    }

    private static byte[] Read(Stream file, int count)
    {
        var bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }
}
