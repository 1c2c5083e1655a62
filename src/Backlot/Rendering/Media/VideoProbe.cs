using System.Globalization;
using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Reads what a video is from its headers, from some of its packets, and from its first frame.</summary>
/// <remarks>The cost does not grow with the length of the film, unless the file has no table of its packets.</remarks>
internal sealed class VideoProbe(Ffprobe ffprobe)
{
    private const int FirstPackets = 2000;
    private const double LastSeconds = 5;

    /// <summary>A header may promise so much more than is there, in seconds and as a share: rounding and lost tails.</summary>
    private const double MissingSeconds = 1, MissingShare = 0.05;

    /// <param name="root">What ffprobe said of its streams, its format and its first pictures.</param>
    /// <exception cref="MediaRefused">Says what is wrong with the file.</exception>
    public async Task<MediaFacts> ReadAsync(string path, MediaFormat format, JsonElement root, CancellationToken ct)
    {
        var main = VideoStreams.Pictures(root) ?? throw new MediaRefused("holds no moving picture");
        var index = main.Number("index") ?? 0;
        var frame = await FirstPictureAsync(path, format, index, root, ct);
        ImageSize.Check(frame.Width, frame.Height);
        var rotation = VideoStreams.RotationOf(main);
        var aspect = Rational.Parse(main.Text("sample_aspect_ratio")) ?? new(1, 1);
        var (width, height) = DisplaySize.Of(frame.Width, frame.Height, aspect, rotation);
        ImageSize.Check(width, height);
        var times = await PacketTimesAsync(path, format, index, root, ct);
        var audio = VideoStreams.FirstAudio(root);
        var facts = new MediaFacts(MediaKind.Video, format.MimeType, format.Name, new FileInfo(path).Length)
        {
            DurationSeconds = times.DurationSeconds,
            Width = width,
            Height = height,
            Rotation = rotation,
            SampleAspect = aspect,
            PixelFormat = frame.PixelFormat,
            FrameRate = FrameRates.Exact(main, times),
            IsVariableFrameRate = times.IsVariable,
            Colour = VideoStreams.ColourOf(main),
            StartSeconds = (root.TryGetProperty("format", out var container) ? container.Seconds("start_time") : null) ?? 0,
            PictureStream = index,
            IsProgressive = main.Text("field_order") is null or "progressive" or "unknown",
            HasAudio = audio is not null,
            SampleRate = audio?.Number("sample_rate"),
            Channels = audio?.Number("channels"),
            Streams = [.. root.List("streams").Select(stream => VideoStreams.StreamOf(stream, hasRate: true))],
        };
        return facts with { DecodesInBrowser = BrowserVideo.Plays(format, main, frame.PixelFormat, audio?.Text("codec_name")) };
    }

    // The second try is for recordings that begin in the midst of a group of pictures.
    private async Task<(int Width, int Height, string? PixelFormat)> FirstPictureAsync(
        string path, MediaFormat format, int index, JsonElement root, CancellationToken ct)
    {
        if (VideoStreams.FirstPicture(root, index) is { } first)
            return first;
        using var answer = await ffprobe.AskAsync(path, format, ct, "-select_streams", $"{index}", "-read_intervals", "%+#400",
            "-show_entries", VideoStreams.PictureEntries);
        return VideoStreams.FirstPicture(answer.RootElement, index)
            ?? throw new MediaRefused("cannot be decoded: no picture comes out of it");
    }

    private async Task<PacketTimes> PacketTimesAsync(
        string path, MediaFormat format, int index, JsonElement root, CancellationToken ct)
    {
        var whole = root.TryGetProperty("format", out var about) ? about : default;
        var claimed = whole.ValueKind is JsonValueKind.Object ? whole.Seconds("duration") : null;
        var times = await JumpAsync() ?? await ListAsync();
        if (times.DurationSeconds is not (>= 0 and var length))
            throw new MediaRefused("cannot be decoded: its pictures have no times");
        if (length > MediaProbe.DurationLimitSeconds)
            throw new MediaRefused($"is longer than {MediaProbe.DurationLimitSeconds / 3600:0} hours");
        if (claimed - length > Math.Max(MissingSeconds, claimed.GetValueOrDefault() * MissingShare))
            throw new MediaRefused(string.Create(CultureInfo.InvariantCulture,
                $"is cut short: it says that it lasts {claimed:0.#} s, but ends after {length:0.#} s"));
        return times;

        // Without a length there is nowhere to jump to, and not every container can: then all packets are read.
        async Task<PacketTimes?> JumpAsync()
        {
            if (claimed is not > 3 * LastSeconds)
                return null;
            var last = (whole.Seconds("start_time") ?? 0) + claimed - LastSeconds;
            try
            {
                return await ListAsync("-read_intervals", string.Create(CultureInfo.InvariantCulture, $"%+#{FirstPackets},{last:0.###}%"));
            }
            catch (MediaRefused)
            {
                return null;
            }
        }

        async Task<PacketTimes> ListAsync(params string[] where)
        {
            var packets = where.Length == 0 ? new PacketTimes(index) : new PacketTimes(index, FirstPackets);
            await ffprobe.ListAsync(
                path, format, packets.Add, ct, [.. where, "-show_entries", "packet=stream_index,pts_time,dts_time,duration_time"]);
            return packets;
        }
    }
}
