using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>Makes the whole sound of a cut: the parts' own as one programme, music under it, levelled, encoded once.</summary>
internal sealed class CutSound(Ffmpeg ffmpeg, RenderCache cache)
{
    private readonly SoundEncoder encoder = new(ffmpeg);
    private readonly Levelling levelling = new(ffmpeg);

    /// <param name="pathOfSha256">Where music and voices lie.</param>
    /// <exception cref="FfmpegFailed">Something can't be decoded, or the encoder failed.</exception>
    public async Task<FinishedSound> MakeAsync(CutList film, IReadOnlyList<PlannedPart> parts, Func<string, string> pathOfSha256, CutMeter meter, CancellationToken ct)
    {
        var programme = new CutProgramme(ffmpeg, film, parts);
        var key = $"{programme.Key} {VoicesKey(film.Voices)}{MusicKey(film.Music)} {Levelling.Recipe} {SoundJoin.Recipe} {SoundEncoder.Recipe}";
        Loudness? measured = null;
        var file = await cache.GetOrMakeAsync(key, ".m4a", async (temp, making) =>
        {
            var (own, mixed) = ($"{temp}.own.wav", $"{temp}.mixed.wav");
            try
            {
                await using var voices = await VoicesOver.OpenAsync(ffmpeg, cache, film, pathOfSha256, making);
                var loudness = await WriteAsync(programme, voices, own, meter, making);
                if (film.Music is { } music)
                    await MixAsync(music, pathOfSha256(music.Sha256), own, loudness, programme.Samples, mixed, meter, making);
                else
                    File.Move(own, mixed, overwrite: true);
                File.Delete(own);
                measured = await encoder.EncodeAsync(
                    temp, (ceiling, target, encoding) => LevelAsync(mixed, programme.Samples, ceiling, target, meter, encoding), making);
            }
            finally
            {
                File.Delete(own);
                File.Delete(mixed);
            }
        }, ct);
        meter.Sound.Finish();
        meter.Levelling.Finish();
        var loudness = await cache.ReadOrMakeAsync($"{key} loudness", async making => measured ?? await encoder.MeasureAsync(file.Path, making), ct);
        return new(file.Path, loudness, file.WasThere);
    }

    private static async Task<MeasuredLoudness?> WriteAsync(
        CutProgramme programme, VoicesOver voices, string path, CutMeter meter, CancellationToken ct)
    {
        var loudness = new ProgrammeMeter();
        await using var file = new WaveFile(path, programme.Samples);
        await programme.WriteAsync(async (samples, writing) =>
        {
            await voices.MixAsync(samples, writing);
            loudness.Add(samples.Span);
            meter.Sound.Add(samples.Length / (double)Pcm.Channels / Pcm.Rate);
            await file.AddAsync(samples, writing);
        }, ct);
        return loudness.Measured();
    }

    private async Task MixAsync(
        CutMusic music, string musicPath, string own, MeasuredLoudness? loudness, long samples, string target, CutMeter meter, CancellationToken ct)
    {
        musicPath = Path.GetFullPath(musicPath);
        var format = MediaSniffer.Sniff(musicPath, wanted: null);
        var track = await Levelling.OwnAsync(ffmpeg, cache, music.Sha256, musicPath, format, ct);
        var programmeDb = Math.Min(Levelling.TargetLufs - (loudness?.IntegratedLufs ?? Levelling.TargetLufs), Levelling.MostGainDb);
        var musicDb = Math.Min(Levelling.TargetLufs - (track.Lufs ?? Levelling.TargetLufs), Levelling.MostGainDb) + music.GainDb;
        await using var under = new MusicUnder(ffmpeg, music, musicPath, format, samples, Pcm.Factor(programmeDb), Pcm.Factor(musicDb));
        await using var programme = Pcm.Decode(ffmpeg, own, MediaFormat.Wav);
        await using var file = new WaveFile(target, samples);
        var block = new float[Pcm.BlockSamples * Pcm.Channels];
        for (var left = samples * Pcm.Channels; left > 0;)
        {
            var mixed = block.AsMemory(0, (int)Math.Min(block.Length, left));
            await programme.ReadSamplesAsync(mixed, ct);
            await under.MixAsync(mixed, ct);
            await file.AddAsync(mixed, ct);
            left -= mixed.Length;
        }
        meter.Levelling.Add(meter.FilmSeconds / 2);
    }

    private async Task LevelAsync(string mixed, long samples, double ceiling, Stream target, CutMeter meter, CancellationToken ct)
    {
        var level = await levelling.FindAsync(mixed, MediaFormat.Wav, ceiling, ct);
        var track = new JoinedTrack(mixed, MediaFormat.Wav, 0, samples, () => Task.FromResult(level.GainDb));
        await new SoundJoin(ffmpeg, [track], ceiling).WriteAsync(
            fadeOutSamples: 0, target, done => meter.Levelling.Reach(done / (double)Pcm.Rate), ct);
    }

    /// <summary>Nothing without voices, so that films that have none keep the sound that was made for them.</summary>
    private static string VoicesKey(IReadOnlyList<CutVoice> voices) => voices.Count == 0 ? "" : $"{VoicesOver.Recipe} " + string.Concat(voices.Select(voice =>
        FormattableString.Invariant($"{voice.Sha256} {voice.AtSeconds:R} {voice.GainDb} {voice.DuckDb} ")));

    private static string MusicKey(CutMusic? music) => music is null ? "none" : FormattableString.Invariant(
        $"{MusicUnder.Recipe} {music.Sha256} {music.GainDb} {music.StartSeconds} {music.DuckDb} {music.FadeOutSeconds} {music.IsLooped}");
}
