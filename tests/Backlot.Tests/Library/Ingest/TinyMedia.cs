using System.Buffers.Binary;

namespace Backlot.Tests.Library.Ingest;

/// <summary>Good files of a few kilobytes, made without any program.</summary>
internal static class TinyMedia
{
    /// <summary>A fortieth of a second of noise; each number makes another file. It is read without any program.</summary>
    /// <param name="samples">Of both sides together; an even number.</param>
    public static byte[] Wav(int number, int samples = 2206) => Noise(number, samples, channels: 2, rate: 44_100);

    /// <summary>As a dictaphone would write it, with 22,050 samples a second.</summary>
    public static byte[] Speech(int number, int samples = 2205) => Noise(number, samples, channels: 1, rate: 22_050);

    private static byte[] Noise(int number, int samples, int channels, int rate)
    {
        var file = new byte[44 + samples * 2];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);            // PCM
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * channels * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), (short)(channels * 2));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples * 2);
        var random = new Random(number);
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + i * 2), (short)random.Next(-8000, 8000));
        return file;
    }
}
