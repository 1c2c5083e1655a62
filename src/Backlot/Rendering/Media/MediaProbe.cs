using System.Text.Json;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering;

/// <summary>Decides whether a file may come in, and what it is. ffmpeg's good word alone is not enough.</summary>
public sealed class MediaProbe(Ffmpeg ffmpeg)
{
    /// <summary>Longest track or video, in seconds: 6 hours.</summary>
    public const double DurationLimitSeconds = 6 * 3600;

    /// <summary>Among so many packets is a picture, unless a recording begins in the midst of a group of them.</summary>
    private const int FirstPackets = 16;

    private readonly Ffprobe ffprobe = new(ffmpeg);

    /// <summary>Sniffs and probes the file, and decodes all of a track, the one frame of an image, the first frames of a
    /// video (damage behind those is found by
    /// <see cref="Scenes.SceneFinder"/>).</summary>
    /// <param name="path">A local file; its name is never shown nor trusted.</param>
    /// <param name="wanted">A file of another kind is refused. Null lets any in; then the loudness of sound is measured,
    /// too.</param>
    /// <param name="ct">Ends the programs at once.</param>
    /// <exception cref="MediaRefused">Says what is wrong with the file.</exception>
    public async Task<MediaFacts> ProbeAsync(string path, MediaKind? wanted, CancellationToken ct)
    {
        path = Path.GetFullPath(path);
        var format = SniffHead(path, wanted);
        if (format == MediaFormat.Wav && PlainWave(path) is { } wave)
            return await DecodeAudioAsync(path, format, wave, isMeasured: wanted is null, ct);
        // Of a film its first picture as well, of an image its only one: sizes are those of what comes out, a header may say anything.
        string[] pictures = format.Kind is MediaKind.Audio ? [] : ["-read_intervals", $"%+#{FirstPackets}", "-show_entries", VideoStreams.PictureEntries];
        using var answer = await ffprobe.AskAsync(path, format, ct, [.. pictures, "-show_streams", "-show_format"]);
        var root = answer.RootElement;
        // A container of films may hold sound alone.
        if (wanted is null && format.Demuxer == MediaFormat.M4a.Demuxer && format.Kind is MediaKind.Video
            && VideoStreams.Pictures(root) is null && VideoStreams.FirstAudio(root) is not null)
            format = MediaFormat.M4a;
        return format.Kind switch
        {
            MediaKind.Image => ImageFacts(path, format, root),
            MediaKind.Audio => await DecodeAudioAsync(path, format, FactsOf(path, format, root), isMeasured: wanted is null, ct),
            _ => await new VideoProbe(ffprobe).ReadAsync(path, format, root, ct),
        };
    }

    /// <summary>Looks at the head alone: what it tells to be of no use need not be copied first.</summary>
    /// <param name="path">A local file.</param>
    /// <param name="ct">Ends the program at once.</param>
    /// <exception cref="MediaRefused">Says what is wrong with the file.</exception>
    public async Task DemandHeadAsync(string path, CancellationToken ct)
    {
        var format = SniffHead(path, wanted: null);
        if (format == MediaFormat.Wav && PlainWave(path) is not null)
            return;
        using var answer = await ffprobe.AskAsync(path, format, ct, "-show_streams");
        if (answer.RootElement.List("streams").Count == 0)
            throw new MediaRefused("holds neither sound nor picture");
    }

    /// <summary>What can be refused without a program is.</summary>
    private static MediaFormat SniffHead(string path, MediaKind? wanted)
    {
        var format = MediaSniffer.Sniff(path, wanted);
        if (format.Kind is MediaKind.Image)
            ImageSize.Read(path, format);
        else if (format.Demuxer == MediaFormat.Matroska.Demuxer)
            MatroskaHead.Check(path);
        return format;
    }

    /// <summary>Sound that is decoded without a program is described without one; null for any other.</summary>
    private static MediaFacts? PlainWave(string path)
    {
        using var samples = WaveSamples.TryOpen(path);
        return samples is null ? null : new(MediaKind.Audio, MediaFormat.Wav.MimeType, MediaFormat.Wav.Name, new FileInfo(path).Length)
        {
            HasAudio = true,
            SampleRate = Pcm.Rate,
            Channels = Pcm.Channels,
            Streams = [new("audio", samples.Codec, FrameRate: null)],
        };
    }

    private static MediaFacts FactsOf(string path, MediaFormat format, JsonElement root)
    {
        var streams = root.List("streams");
        var kind = format.Kind is MediaKind.Audio ? "audio" : "video";
        var main = streams.FirstOrDefault(stream => stream.Text("codec_type") == kind);
        if (main.ValueKind is not JsonValueKind.Object)
            throw new MediaRefused(format.Kind is MediaKind.Audio ? "holds no audio" : "holds no picture");
        return new(format.Kind, format.MimeType, format.Name, new FileInfo(path).Length)
        {
            HasAudio = kind == "audio",
            SampleRate = kind == "audio" ? main.Number("sample_rate") : null,
            Channels = kind == "audio" ? main.Number("channels") : null,
            Streams = [.. streams.Select(stream => VideoStreams.StreamOf(stream, hasRate: false))],
        };
    }

    private async Task<MediaFacts> DecodeAudioAsync(
        string path, MediaFormat format, MediaFacts facts, bool isMeasured, CancellationToken ct)
    {
        try
        {
            await using var sound = Pcm.Decode(ffmpeg, path, format, DurationLimitSeconds + 1);
            var meter = isMeasured ? new ProgrammeMeter() : null;
            var buffer = new float[Pcm.BlockSamples * Pcm.Channels];
            long samples = 0;
            int count;
            while ((count = await sound.ReadSamplesAsync(buffer, ct)) > 0)
            {
                samples += count / Pcm.Channels;
                meter?.Add(buffer.AsSpan(0, count));
            }
            var seconds = samples / (double)Pcm.Rate;
            if (samples == 0)
                throw new MediaRefused("cannot be decoded: it holds no sound");
            if (seconds > DurationLimitSeconds)
                throw new MediaRefused($"is longer than {DurationLimitSeconds / 3600:0} hours");
            return facts with { DurationSeconds = seconds, Loudness = meter?.Measured() };
        }
        catch (FfmpegFailed)
        {
            throw new MediaRefused("cannot be decoded");
        }
    }

    private static MediaFacts ImageFacts(string path, MediaFormat format, JsonElement root)
    {
        var facts = FactsOf(path, format, root);
        if (VideoStreams.FirstPicture(root, index: 0) is not { } picture)
            throw new MediaRefused("cannot be decoded");
        ImageSize.Check(picture.Width, picture.Height);
        // As it is shown: a telephone that was held upright writes its pictures lying.
        return PictureSide.Of(File.ReadAllBytes(path)) >= 5
            ? facts with { Width = picture.Height, Height = picture.Width }
            : facts with { Width = picture.Width, Height = picture.Height };
    }
}
