using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// Writes a RIFF WAVE file front to back: the length is known beforehand, so the stream need not seek.
/// </summary>
internal sealed class WavWriter(Stream wav, long frames)
{
    private const int BytesPerFrame = 4;
    private readonly short[] _pcm = new short[Audio.BlockFrames * 2];
    private uint _noise = 0x9E3779B9;

    public void WriteHeader()
    {
        Span<byte> header = stackalloc byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(36 + (frames * BytesPerFrame)));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Audio.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Audio.SampleRate * BytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], BytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], (uint)(frames * BytesPerFrame));
        wav.Write(header);
    }

    /// <summary>
    /// Writes the frames of a block from <paramref name="start"/>, with triangular dither of one step each way.
    /// </summary>
    public void Write(StereoBlock block, int start, int count)
    {
        var noise = _noise;
        for (var i = 0; i < count; i++)
        {
            _pcm[2 * i] = Quantise(block.Left[start + i], noise = Step(noise));
            _pcm[(2 * i) + 1] = Quantise(block.Right[start + i], noise = Step(noise));
        }
        _noise = noise;
        wav.Write(MemoryMarshal.AsBytes(_pcm.AsSpan(0, 2 * count)));
    }

    private static uint Step(uint noise) => (noise * 1_664_525) + 1_013_904_223;

    // The two halves of one number are the two dice of the triangle.
    private static short Quantise(float sample, uint noise)
    {
        var dither = ((int)(noise >> 16) - (int)((noise * 2_654_435_769) >> 16)) * (1f / 65_536);
        return (short)MathF.Floor((sample * 32_767) + dither + 0.5f);
    }
}
