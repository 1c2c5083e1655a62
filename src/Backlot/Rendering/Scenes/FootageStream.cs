using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Backlot.Rendering.Signals;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Scenes;

/// <summary>Decodes a video once, from its start to its end, into small upright frames with their times and into sound.</summary>
/// <param name="tiles">The shape of the pictures for sprite sheets that are made as well; null: none are.</param>
internal sealed class FootageStream(Ffmpeg ffmpeg, string path, MediaFacts facts, int threads, SpriteSheet? tiles)
{
    /// <summary>Sound that starts late or has a hole is filled up; a clock that is off by more than this is a hole.</summary>
    private const double HoleSeconds = 0.1;

    /// <summary>Shorter side from which on pixels are only sampled.</summary>
    private const int LargeLines = 600;

    /// <summary>Packets read ahead: about a second of a film.</summary>
    private const int MostWaiting = 64;

    /// <summary>Between two tiles, at least: of a shot of two and a half seconds all 20 are different pictures.</summary>
    private const double TileSeconds = 0.12;

    /// <summary>Frames come first, then tiles if there are any, then sound.</summary>
    private const int TileStream = 1;

    private long soundSamples;

    /// <summary>The decoder met damage and went on. Known at the end.</summary>
    public bool IsDamaged { get; private set; }

    /// <param name="onFrame">Each frame, once, in order of time.</param>
    /// <param name="onTile">Some of the frames again, so often as sprite sheets need them, in order of time.</param>
    /// <param name="onSound">Interleaved stereo samples at <see cref="Pcm.Rate"/>, from time 0 without holes.</param>
    /// <exception cref="FfmpegFailed">The file can't be decoded.</exception>
    public async Task ReadAsync(Action<SmallFrame> onFrame, Action<Tile> onTile, ProgrammeMeter onSound, CancellationToken ct)
    {
        // One reads while the other measures: else ffmpeg waits at a full pipe as long as we measure.
        var packets = Channel.CreateBounded<Packet>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(() => FillAsync(packets.Writer, stop.Token), CancellationToken.None);
        try
        {
            var last = double.NegativeInfinity;
            await foreach (var packet in packets.Reader.ReadAllAsync(ct))
            {
                if (packet.Stream > TileStream || (packet.Stream == TileStream && tiles is null))
                    Hear(packet, onSound);
                else if (packet.Stream == TileStream)
                    onTile(new(packet.Seconds, packet.Data));
                else if (packet.Seconds > last && packet.Data.Length == SmallFrame.Bytes)
                    onFrame(new(last = packet.Seconds, packet.Data));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FillAsync(ChannelWriter<Packet> packets, CancellationToken ct)
    {
        try
        {
            await using var output = ffmpeg.Open(Arguments());
            var reader = new NutReader(output);
            while (await reader.ReadAsync(ct))
                await packets.WriteAsync(new(reader.StreamIndex, reader.Seconds, reader.Data.ToArray()), ct);
            IsDamaged = output.StderrTail.Length > 0;
            packets.Complete();
        }
        catch (Exception error)
        {
            packets.Complete(error);
        }
    }

    private FfmpegArguments Arguments()
    {
        FfmpegOption[] sound = facts.HasAudio
            ? [new("map", "0:a:0"), new("c:a", "pcm_f32le"), new("ar", Pcm.Rate), new("ac", Pcm.Channels)]
            : [];
        // H.264's filter of block edges is a third of decoding it, and what it smooths is gone in the small frame.
        FfmpegOption[] decoding = facts.VideoCodec == "h264" ? [new("skip_loop_filter", "all")] : [];
        FfmpegOption[] pictures = tiles is null
            ? [new("map", "0:V:0"), new("vf", Small())]
            : [new("filter_complex", $"[0:V:0]split[a][b];[a]{Small()}[small];[b]{TileOf(tiles)}[tile]"), new("map", "[small]"), new("map", "[tile]")];
        return new([new(MediaSniffer.Sniff(path, MediaKind.Video), Path.GetFullPath(path)) { Options = [new("noautorotate"), .. decoding] }], Output: null)
        {
            Threads = threads,
            OutputOptions =
            [
                .. pictures,
                // Every frame with its own time, in the clock of its own stream: nothing is doubled, dropped or rounded.
                new("fps_mode", "passthrough"), new("enc_time_base:v", "-1"),
                new("c:v", "rawvideo"), .. sound,
                new("max_interleave_delta", 1_000_000), new("fflags", "+bitexact"),
            ],
            Muxer = "nut",
        };
    }

    // Turning the small picture costs nothing; turning the large one, as ffmpeg would by itself, costs a pass over it.
    private string Small()
    {
        var (width, height) = Stored(SmallFrame.Width, SmallFrame.Height);
        // Of a large picture every pixel would cost more to take in than to decode: two of each row that one small pixel covers are enough.
        var way = Math.Min(facts.Width ?? 0, facts.Height ?? 0) >= LargeLines ? "fast_bilinear" : "area";
        return $"scale={width}:{height}:flags={way}:out_range=pc,format=yuv420p{Turn}";
    }

    private string TileOf(SpriteSheet sheet)
    {
        var (width, height) = Stored(sheet.TileWidth, sheet.TileHeight);
        return string.Create(CultureInfo.InvariantCulture,
            $"select='isnan(prev_selected_t)+gte(t,prev_selected_t+{TileSeconds})',scale={width}:{height}:flags=bicubic:out_range=pc,format=yuv420p{Turn}");
    }

    private (int Width, int Height) Stored(int width, int height) => facts.Rotation is 90 or 270 ? (height, width) : (width, height);

    private string Turn => facts.Rotation switch { 90 => ",transpose=clock", 180 => ",hflip,vflip", 270 => ",transpose=cclock", _ => "" };

    private void Hear(Packet packet, ProgrammeMeter meter)
    {
        var hole = (long)((packet.Seconds - HoleSeconds) * Pcm.Rate) - soundSamples;
        if (hole > 0 && packet.Seconds < MediaProbe.DurationLimitSeconds)
            FillUp((long)(packet.Seconds * Pcm.Rate) - soundSamples, meter);
        var samples = MemoryMarshal.Cast<byte, float>(packet.Data);
        meter.Add(samples);
        soundSamples += samples.Length / Pcm.Channels;
    }

    private void FillUp(long samples, ProgrammeMeter meter)
    {
        soundSamples += samples;
        var silence = new float[Pcm.BlockSamples * Pcm.Channels];
        for (var left = samples * Pcm.Channels; left > 0; left -= silence.Length)
            meter.Add(silence.AsSpan(0, (int)Math.Min(left, silence.Length)));
    }

    private sealed record Packet(int Stream, double Seconds, byte[] Data);
}
