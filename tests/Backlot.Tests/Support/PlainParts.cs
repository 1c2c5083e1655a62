using System.Buffers.Binary;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Backlot.Tests.Support;

/// <summary>Makes a tone and two colours in place of the built-in pieces and scenes: most tests are about what becomes of tracks and
/// pictures, and twenty of each take most of a minute on a busy machine.</summary>
/// <param name="pause">Before each, so that a server can be killed in between.</param>
/// <param name="pictures">So many different ones: each is encoded once for all its places in a film.</param>
internal sealed class PlainParts(TimeSpan pause, int pictures = 6) : IMusicProvider, IImageProvider
{
    private const int Rate = 44_100, Channels = 2, HeaderBytes = 44;

    public string Name => "dummy";

    public static void Use(IServiceCollection services, TimeSpan pause = default)
    {
        var plain = new PlainParts(pause);
        services.RemoveAll<IImageProvider>().AddSingleton<IImageProvider>(plain);
        services.RemoveAll<IMusicProvider>().AddSingleton<IMusicProvider>(plain);
    }

    public async Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct)
    {
        await Task.Delay(pause, ct);
        await WriteToneAsync(path, 220 + (order.Seed + order.Prompt.Length) % 660, order.DurationSeconds, ct);
        return new("track.wav", CostUsd: 0, License: "None.");
    }

    public async Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct)
    {
        await Task.Delay(pause, ct);
        var colours = new Random((int)(order.Seed % pictures));
        byte[] sky = [0, 0, 0], ground = [0, 0, 0];
        colours.NextBytes(sky);
        colours.NextBytes(ground);
        await using var file = File.Create(path);
        // A film's frames are of its own size, whatever its pictures are.
        var (width, height) = (order.Width / 6, order.Height / 6);
        PngWriter.Write(file, width, height, (row, pixels) =>
        {
            var colour = row < height / 2 ? sky : ground;
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = colour[i % 3];
        });
        return new("image.png", CostUsd: 0, License: "None.");
    }

    /// <summary>A RIFF WAVE file of exactly as many frames as the built-in synthesizer would make.</summary>
    public static Task WriteToneAsync(string path, double pitchHz, double seconds, CancellationToken ct)
    {
        var frames = (int)Math.Round(seconds * Rate);
        var bytes = new byte[HeaderBytes + frames * Channels * sizeof(short)];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);       // PCM
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), Channels);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), Rate * Channels * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), Channels * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 8 * sizeof(short));
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), bytes.Length - HeaderBytes);
        for (var frame = 0; frame < frames; frame++)
            for (var channel = 0; channel < Channels; channel++)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderBytes + (frame * Channels + channel) * sizeof(short)),
                    (short)(8000 * Math.Sin(2 * Math.PI * pitchHz * frame / Rate)));
        return File.WriteAllBytesAsync(path, bytes, ct);
    }
}
