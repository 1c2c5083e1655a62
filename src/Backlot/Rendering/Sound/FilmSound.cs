using System.Globalization;
using System.Text.Json;

namespace Backlot.Rendering.Sound;

/// <summary>Makes the whole sound of a film: levelled, joined, and encoded once into one continuous AAC
/// stream.</summary>
/// <param name="parallelTracks">How many tracks are levelled at a time, ahead of the join.</param>
internal sealed class FilmSound(Ffmpeg ffmpeg, RenderCache cache, int parallelTracks)
{
    /// <summary>True peak of the finished film, in dBTP: room for the players' own conversions.</summary>
    public const double PeakLimitDbtp = -1;

    /// <summary>
    /// Where the limiter stands before the encoder, in dBTP. AAC adds some tenths of a dB to a limited peak; where it
    /// adds more than there is room for, the film is encoded again, lower.
    /// </summary>
    private const double FirstCeilingDbtp = -2;

    private const int MostEncodes = 3;

    /// <summary>Changes whenever the same samples would be encoded otherwise.</summary>
    private const string Recipe = "aac/2";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="FfmpegFailed">A track can't be decoded, or the encoder failed.</exception>
    public async Task<FinishedSound> MakeAsync(
        Timeline timeline, Func<string, string> pathOfSha256, RenderMeter meter, CancellationToken ct)
    {
        var key = KeyOf(timeline);
        var file = await cache.GetOrMakeAsync(key, ".m4a", async (temp, making) =>
        {
            var ceiling = FirstCeilingDbtp;
            for (var encode = 1; ; encode++)
            {
                await EncodeAsync(timeline, pathOfSha256, ceiling, temp, meter, making);
                var over = (await MeasureAsync(temp, making)).PeakDbtp - PeakLimitDbtp;
                if (over <= 0 || encode == MostEncodes)
                    break;
                ceiling -= over + 0.3;
            }
        }, ct);
        meter.Levelling.Finish();
        meter.Joining.Finish();
        var loudness = await ReadOrMakeAsync($"{key} loudness", making => MeasureAsync(file.Path, making), ct);
        return new(file.Path, loudness, file.WasThere);
    }

    private async Task EncodeAsync(
        Timeline timeline, Func<string, string> pathOfSha256, double ceiling, string target, RenderMeter meter,
        CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var turns = new SemaphoreSlim(parallelTracks);
        var gains = timeline.Parts.Select(part => part.AudioSha256).Distinct().ToDictionary(
            sha256 => sha256, sha256 => GainAsync(sha256, pathOfSha256(sha256), ceiling, turns, meter, stop.Token));
        try
        {
            var tracks = timeline.Parts.Select((part, i) => TrackOf(timeline, i, pathOfSha256(part.AudioSha256),
                () => gains[part.AudioSha256])).ToList();
            var join = new SoundJoin(ffmpeg, tracks, ceiling);
            var fadeOut = (int)timeline.SampleOf(timeline.CrossfadeFrames);
            await ffmpeg.RunAsync(
                Arguments(target), onSeconds: null,
                (encoder, feeding) => join.WriteAsync(fadeOut, encoder, samples =>
                    meter.Joining.Reach(samples / (double)Pcm.Rate), feeding),
                ct);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(gains.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<double> GainAsync(
        string sha256, string path, double ceiling, SemaphoreSlim turns, RenderMeter meter, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{Levelling.Recipe} {ceiling:0.0} {sha256}");
            var format = MediaSniffer.Sniff(path, MediaKind.Audio);
            var level = await ReadOrMakeAsync(
                key, making => new Levelling(ffmpeg).FindAsync(path, format, ceiling, making), ct);
            meter.Levelling.Add(1);
            return level.GainDb;
        }
        finally
        {
            turns.Release();
        }
    }

    private static JoinedTrack TrackOf(Timeline timeline, int index, string path, Func<Task<double>> gain)
    {
        var start = timeline.StartFrame(index);
        return new(
            Path.GetFullPath(path), MediaSniffer.Sniff(path, MediaKind.Audio),
            timeline.SampleOf(start), timeline.SampleOf(start + timeline.Parts[index].Frames), gain);
    }

    private static FfmpegArguments Arguments(string target) => new(
        [new(MediaFormat.Samples, Path: null) { Options = [new("ar", Pcm.Rate), new("ac", Pcm.Channels)] }], target)
    {
        // The fast coder takes half the time of the default one; with 256 kbit/s it is as near to the original (67.0 dB
        // signal to distortion, measured) as the default one is with 192 (66.7 dB).
        OutputOptions =
        [
            new("map", "0:a:0"), new("c:a", "aac"), new("aac_coder", "fast"), new("b:a", "256k"),
            new("fflags", "+bitexact"), new("flags:a", "+bitexact"),
        ],
        Muxer = "ipod",
    };

    private Task<Loudness> MeasureAsync(string path, CancellationToken ct) =>
        new Levelling(ffmpeg).MeasureAsync(path, MediaFormat.M4a, 0, double.PositiveInfinity, ct);

    private async Task<T> ReadOrMakeAsync<T>(string key, Func<CancellationToken, Task<T>> make, CancellationToken ct)
    {
        var file = await cache.GetOrMakeAsync(key, ".json", async (temp, making) =>
            await File.WriteAllTextAsync(temp, JsonSerializer.Serialize(await make(making), Json), making), ct);
        await using var stream = File.OpenRead(file.Path);
        return await JsonSerializer.DeserializeAsync<T>(stream, Json, ct)
            ?? throw new InvalidDataException($"The cached file {file.Path} is empty; delete it.");
    }

    private static string KeyOf(Timeline timeline) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Recipe} {SoundJoin.Recipe} {Levelling.Recipe} {FirstCeilingDbtp} ")
        + string.Create(CultureInfo.InvariantCulture, $"{timeline.FrameRate} {timeline.CrossfadeFrames} ")
        + string.Join(' ', timeline.Parts.Select(part => $"{part.AudioSha256}:{part.Frames}"));
}

/// <param name="WasThere">It came from the cache: same tracks, same lengths, same order.</param>
internal sealed record FinishedSound(string Path, Loudness Loudness, bool WasThere);
