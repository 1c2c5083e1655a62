using System.Globalization;

namespace Backlot.Rendering.Sound;

/// <summary>Makes the whole sound of a film: levelled, joined, and encoded once into one continuous AAC
/// stream.</summary>
/// <param name="parallelTracks">How many tracks are levelled at a time, ahead of the join.</param>
internal sealed class FilmSound(Ffmpeg ffmpeg, RenderCache cache, int parallelTracks)
{
    private readonly SoundEncoder encoder = new(ffmpeg);

    /// <exception cref="FfmpegFailed">A track can't be decoded, or the encoder failed.</exception>
    public async Task<FinishedSound> MakeAsync(
        Timeline timeline, Func<string, string> pathOfSha256, RenderMeter meter, CancellationToken ct)
    {
        var key = KeyOf(timeline);
        Loudness? measured = null;
        var file = await cache.GetOrMakeAsync(key, ".m4a", async (temp, making) => measured = await encoder.EncodeAsync(
            temp, (ceiling, target, encoding) => JoinAsync(timeline, pathOfSha256, ceiling, target, meter, encoding), making), ct);
        meter.Levelling.Finish();
        meter.Joining.Finish();
        var loudness = await cache.ReadOrMakeAsync($"{key} loudness", async making => measured ?? await encoder.MeasureAsync(file.Path, making), ct);
        return new(file.Path, loudness, file.WasThere);
    }

    private async Task JoinAsync(
        Timeline timeline, Func<string, string> pathOfSha256, double ceiling, Stream target, RenderMeter meter,
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
            await join.WriteAsync(fadeOut, target, samples => meter.Joining.Reach(samples / (double)Pcm.Rate), ct);
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
            var level = await cache.ReadOrMakeAsync(
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

    private static string KeyOf(Timeline timeline) => string.Create(
        CultureInfo.InvariantCulture,
        $"{SoundEncoder.Recipe} {SoundJoin.Recipe} {Levelling.Recipe} {SoundEncoder.FirstCeilingDbtp} ")
        + string.Create(CultureInfo.InvariantCulture, $"{timeline.FrameRate} {timeline.CrossfadeFrames} ")
        + string.Join(' ', timeline.Parts.Select(part => $"{part.AudioSha256}:{part.Frames}"));
}

/// <param name="WasThere">It came from the cache: same tracks, same lengths, same order.</param>
internal sealed record FinishedSound(string Path, Loudness Loudness, bool WasThere);
