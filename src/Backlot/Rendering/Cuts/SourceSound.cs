using System.Runtime.InteropServices;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>The first sound of a file from a moment on, each sample in its place by the file's own clock.</summary>
/// <remarks>What starts late or has a hole is silent there. One reader at a time; disposing ends the decoder.</remarks>
internal sealed class SourceSound : IAsyncDisposable
{
    /// <summary>Decoding begins so much earlier: sound codecs need what was before, and a jump in a stream without an index may miss.</summary>
    private const double LeadSeconds = 2;

    /// <summary>A clock that is off by more than this is a hole, less is rounding; shorter than a frame of film.</summary>
    private const double HoleSeconds = 0.015;

    private readonly FfmpegStream output;
    private readonly NutReader reader;
    private readonly double origin;
    private float[] packet = [];
    private int packetAt;
    private long packetPlace = long.MinValue, place;
    private bool ended;

    /// <param name="fromSeconds">From the start of the file's container.</param>
    /// <param name="startSeconds">When that is, by the file's own clock; null to let ffmpeg tell, which is right where there is nothing but sound.</param>
    public SourceSound(Ffmpeg ffmpeg, string path, MediaFormat format, double fromSeconds, double? startSeconds)
    {
        var seek = Math.Max(0, Math.Floor((fromSeconds - LeadSeconds) * 1000) / 1000);
        origin = startSeconds is { } start ? start + fromSeconds : fromSeconds - seek;
        FfmpegOption[] clock = startSeconds is null ? [] : [new("copyts")];
        FfmpegOption[] from = seek > 0 ? [new("ss", seek)] : [];
        output = ffmpeg.Open(new([new(format, path) { Options = from }], Output: null)
        {
            OutputOptions =
            [
                new("map", "0:a:0"), new("c:a", "pcm_f32le"), new("ar", Pcm.Rate), new("ac", Pcm.Channels),
                .. clock, new("avoid_negative_ts", "disabled"), new("fflags", "+bitexact"),
            ],
            Muxer = "nut",
        });
        reader = new(output);
    }

    /// <summary>Fills the buffer with the next samples, interleaved stereo; fewer come back only at the end.</summary>
    /// <returns>Samples of both channels.</returns>
    /// <exception cref="FfmpegFailed">The sound can't be decoded.</exception>
    public async Task<int> ReadAsync(Memory<float> buffer, CancellationToken ct)
    {
        var (wanted, filled) = (buffer.Length / Pcm.Channels, 0);
        buffer.Span.Clear();
        while (filled < wanted && await HasPacketAsync(ct))
        {
            // Before the packet is a hole; what of it lies before the place was read already, or is not asked for.
            var skipped = packetPlace + packetAt - place;
            if (skipped > 0)
            {
                var silent = (int)Math.Min(skipped, wanted - filled);
                filled += silent;
                place += silent;
                continue;
            }
            packetAt += (int)Math.Min(-skipped, packet.Length / Pcm.Channels - packetAt);
            var count = Math.Min(wanted - filled, packet.Length / Pcm.Channels - packetAt);
            packet.AsSpan(packetAt * Pcm.Channels, count * Pcm.Channels).CopyTo(buffer.Span[(filled * Pcm.Channels)..]);
            filled += count;
            place += count;
            packetAt += count;
        }
        return filled;
    }

    public ValueTask DisposeAsync() => output.DisposeAsync();

    private async ValueTask<bool> HasPacketAsync(CancellationToken ct)
    {
        while (!ended && packetAt * Pcm.Channels >= packet.Length)
        {
            if (!await reader.ReadAsync(ct))
            {
                ended = true;
                break;
            }
            var next = packetPlace + packet.Length / Pcm.Channels;
            var claimed = (long)Math.Round((reader.Seconds - origin) * Pcm.Rate);
            packetPlace = packetPlace != long.MinValue && Math.Abs(claimed - next) <= HoleSeconds * Pcm.Rate ? next : claimed;
            packet = MemoryMarshal.Cast<byte, float>(reader.Data).ToArray();
            packetAt = 0;
        }
        return !ended;
    }
}
