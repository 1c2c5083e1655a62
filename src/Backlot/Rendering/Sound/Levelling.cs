namespace Backlot.Rendering.Sound;

/// <summary>Finds the gain that brings a track to the target loudness, with the limiter that will stand behind
/// it.</summary>
internal sealed class Levelling(Ffmpeg ffmpeg)
{
    /// <summary>What YouTube plays at, in LUFS: louder is turned down there, quieter stays quiet.</summary>
    public const double TargetLufs = -14;

    /// <summary>Changes whenever the same track would come out otherwise.</summary>
    public const string Recipe = "level/1";

    /// <summary>A near-silent track is not blown up beyond this, in dB: its noise would become the music.</summary>
    public const double MostGainDb = 20;

    /// <summary>The limiter takes this much off at the most, in dB: beyond it one would hear it work.</summary>
    private const double MostLimitingDb = 12;

    private const double ToleranceDb = 0.2;
    private const int MostPasses = 5;

    /// <summary>Decodes the track once, or up to six times if its peaks need the limiter.</summary>
    public async Task<TrackLevel> FindAsync(string path, MediaFormat format, double ceilingDb, CancellationToken ct)
    {
        var own = await MeasureAsync(path, format, 0, double.PositiveInfinity, ct);
        if (own.Lufs is not { } ownLufs)
            return new(0, own, own);
        var most = Math.Min(MostGainDb, ceilingDb + MostLimitingDb - own.PeakDbtp);
        var gain = Math.Min(TargetLufs - ownLufs, most);
        if (own.PeakDbtp + gain <= ceilingDb)
            return new(gain, own, new(ownLufs + gain, own.PeakDbtp + gain));
        for (var pass = 1; ; pass++)
        {
            var levelled = await MeasureAsync(path, format, gain, ceilingDb, ct);
            var missing = TargetLufs - (levelled.Lufs ?? TargetLufs);
            if (Math.Abs(missing) <= ToleranceDb || pass == MostPasses || (gain >= most && missing > 0))
                return new(gain, own, levelled);
            // What the limiter takes off grows with the gain, so each step asks for a little more than is missing.
            gain = Math.Min(gain + missing * 1.25, most);
        }
    }

    /// <summary>Loudness and peak of a file as it is, measured once and kept.</summary>
    /// <param name="sha256">Of the file.</param>
    public static Task<Loudness> OwnAsync(Ffmpeg ffmpeg, RenderCache cache, string sha256, string path, MediaFormat format, CancellationToken ct) =>
        cache.ReadOrMakeAsync($"{Recipe} own {sha256}", making => new Levelling(ffmpeg).MeasureAsync(path, format, 0, double.PositiveInfinity, making), ct);

    /// <summary>Loudness and peak of a file, as it is or behind a gain and the limiter.</summary>
    /// <returns>Behind the limiter the peak is not measured: it is the ceiling.</returns>
    public async Task<Loudness> MeasureAsync(
        string path, MediaFormat format, double gainDb, double ceilingDb, CancellationToken ct)
    {
        await using var sound = Pcm.Decode(ffmpeg, path, format);
        var meter = new LoudnessMeter();
        var peak = new TruePeak();
        var limiter = double.IsFinite(ceilingDb) ? new PeakLimiter(ceilingDb) : null;
        var factor = Pcm.Factor(gainDb);
        var block = new float[Pcm.BlockSamples * Pcm.Channels];
        var peaks = new float[Pcm.BlockSamples];
        for (var count = block.Length; count == block.Length;)
        {
            count = await sound.ReadSamplesAsync(block, ct);
            block.AsSpan(count).Clear();
            foreach (ref var sample in block.AsSpan())
                sample *= factor;
            if (limiter is null)
                peak.Process(block, peaks);
            else
                limiter.Process(block);
            meter.Add(block.AsSpan(0, count));
        }
        var lufs = meter.IntegratedLufs();
        return new(double.IsFinite(lufs) ? lufs : null, limiter is null ? Pcm.Decibels(peak.Highest) : ceilingDb);
    }
}
