using System.Buffers.Binary;
using Backlot.Generation.Dummy.Music;

namespace Backlot.Tests.Generation.Dummy.Music;

/// <summary>A rendered piece, taken apart again.</summary>
internal sealed class Sound
{
    private const int HeaderBytes = 44;

    public byte[] Bytes { get; }

    public float[] Left { get; }

    public float[] Right { get; }

    private Sound(byte[] bytes)
    {
        Bytes = bytes;
        (Left, Right) = (Channel(0), Channel(1));
    }

    public static Sound Of(string prompt, long seed, double durationSeconds)
    {
        using var wav = new ForwardOnly();
        MusicSynthesizer.Render(prompt, seed, durationSeconds, wav, null, TestContext.Current.CancellationToken);
        return new Sound(wav.Written.ToArray());
    }

    public int Frames => Left.Length;

    public float Peak => Math.Max(Left.Max(Math.Abs), Right.Max(Math.Abs));

    /// <summary>Root of the mean power of both sides.</summary>
    public double Rms(double fromSeconds, double toSeconds)
    {
        var (from, to) = ((int)(fromSeconds * 44_100), Math.Min(Frames, (int)(toSeconds * 44_100)));
        var power = 0.0;
        for (var i = from; i < to; i++)
            power += (Left[i] * Left[i]) + (Right[i] * Right[i]);
        return Math.Sqrt(power / (2 * (to - from)));
    }

    /// <summary>Energy per pitch class over octaves 3 to 5, by Goertzel filters on windows of 0.37 s.</summary>
    public double[] Chroma()
    {
        var chroma = new double[12];
        const int Window = 16_384;
        for (var start = 44_100; start + Window < Frames - 44_100; start += 2 * Window)
            for (var pitch = 48; pitch < 84; pitch++)
                chroma[pitch % 12] += Goertzel(start, Window, 440 * Math.Pow(2, (pitch - 69) / 12.0));
        return chroma;
    }

    private double Goertzel(int start, int length, double hertz)
    {
        var turn = 2 * Math.PI * hertz / 44_100;
        var factor = 2 * Math.Cos(turn);
        var (a, b) = (0.0, 0.0);
        for (var i = 0; i < length; i++)
        {
            var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length));
            (a, b) = ((window * (Left[start + i] + Right[start + i])) + (factor * a) - b, a);
        }
        return (a * a) + (b * b) - (factor * a * b);
    }

    private float[] Channel(int side)
    {
        var samples = new float[(Bytes.Length - HeaderBytes) / 4];
        for (var i = 0; i < samples.Length; i++)
        {
            var at = HeaderBytes + (4 * i) + (2 * side);
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(Bytes.AsSpan(at)) / 32_768f;
        }
        return samples;
    }

    /// <summary>A stream like a pipe: it can only be written to.</summary>
    private sealed class ForwardOnly : Stream
    {
        public MemoryStream Written { get; } = new();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);
    }
}
