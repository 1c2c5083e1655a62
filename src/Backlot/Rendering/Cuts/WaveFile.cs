using System.Runtime.InteropServices;
using System.Text;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>Writes samples into a WAV of 32-bit floats whose length is known beforehand.</summary>
internal sealed class WaveFile : IAsyncDisposable
{
    private const int BytesPerSample = Pcm.Channels * sizeof(float);

    private readonly FileStream file;

    /// <param name="samples">Of both channels; two hours have 2.5 GB.</param>
    public WaveFile(string path, long samples)
    {
        file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        using var header = new BinaryWriter(file, Encoding.ASCII, leaveOpen: true);
        var bytes = checked((uint)(samples * BytesPerSample));
        header.Write("RIFF"u8);
        header.Write(checked(bytes + 36));
        header.Write("WAVEfmt "u8);
        header.Write(16);
        header.Write((short)3); // floats
        header.Write((short)Pcm.Channels);
        header.Write(Pcm.Rate);
        header.Write(Pcm.Rate * BytesPerSample);
        header.Write((short)BytesPerSample);
        header.Write((short)(8 * sizeof(float)));
        header.Write("data"u8);
        header.Write(bytes);
    }

    public async Task AddAsync(ReadOnlyMemory<float> samples, CancellationToken ct) =>
        await file.WriteAsync(MemoryMarshal.AsBytes(samples.Span).ToArray(), ct);

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
