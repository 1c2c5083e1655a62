using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>Plays music under a programme: levelled against it, stepping back for it, faded out with the film.</summary>
/// <param name="path">A file with sound.</param>
/// <param name="samples">Of the whole film.</param>
/// <param name="programmeFactor">What the programme is multiplied with.</param>
/// <param name="musicFactor">What the music is multiplied with where nothing else is heard.</param>
internal sealed class MusicUnder(
    Ffmpeg ffmpeg, CutMusic music, string path, MediaFormat format, long samples, float programmeFactor, float musicFactor) : IAsyncDisposable
{
    /// <summary>Changes whenever the same would sound otherwise.</summary>
    public const string Recipe = "under/1";

    /// <summary>From this level on the programme is heard, as a factor of full scale once it is levelled: -34 dB.</summary>
    private const float Heard = 0.02f;

    /// <summary>How fast the music steps back, and how slowly it comes again; and how long a pause in speech is none, in seconds.</summary>
    private const double BackSeconds = 0.06, AgainSeconds = 0.5, PauseSeconds = 0.3;

    private static readonly float Back = Step(BackSeconds), Again = Step(AgainSeconds), Forgetting = 1 - Step(PauseSeconds);

    private readonly float ducked = Pcm.Factor(-music.DuckDb);
    private readonly double fadeOut = Math.Max(Pcm.EdgeSamples, music.FadeOutSeconds * Pcm.Rate);
    private SourceSound? sound = new(ffmpeg, path, format, music.StartSeconds, startSeconds: null);
    private float heard, duck = 1;
    private long place;

    /// <summary>Puts the music under the next samples of the programme.</summary>
    /// <exception cref="FfmpegFailed">The music can't be decoded.</exception>
    public async Task MixAsync(Memory<float> programme, CancellationToken ct)
    {
        var under = new float[programme.Length];
        await FillAsync(under, ct);
        var mixed = programme.Span;
        for (var i = 0; i < mixed.Length; i += Pcm.Channels, place++)
        {
            var (left, right) = (mixed[i] * programmeFactor, mixed[i + 1] * programmeFactor);
            heard = Math.Max(heard * Forgetting, Math.Max(Math.Abs(left), Math.Abs(right)));
            var aim = heard > Heard ? ducked : 1;
            duck += (aim - duck) * (aim < duck ? Back : Again);
            var factor = musicFactor * duck * (float)Edge();
            mixed[i] = left + under[i] * factor;
            mixed[i + 1] = right + under[i + 1] * factor;
        }
    }

    public ValueTask DisposeAsync() => sound?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task FillAsync(Memory<float> under, CancellationToken ct)
    {
        for (var (filled, empty) = (0, 0); sound is not null && filled < under.Length && empty < 2;)
        {
            var count = await sound.ReadAsync(under[filled..], ct) * Pcm.Channels;
            filled += count;
            if (filled >= under.Length)
                return;
            // At the track's end, or behind it: a track without anything to play is not begun for ever.
            empty = count == 0 ? empty + 1 : 0;
            await sound.DisposeAsync();
            sound = music.IsLooped && empty < 2 ? new(ffmpeg, path, format, 0, startSeconds: null) : null;
        }
    }

    private double Edge()
    {
        var left = samples - place;
        var shown = place < Pcm.EdgeSamples ? (place + 0.5) / Pcm.EdgeSamples : 1;
        return left < fadeOut ? shown * Math.Max(0, (left - 0.5) / fadeOut) : shown;
    }

    private static float Step(double seconds) => (float)(1 - Math.Exp(-1 / (seconds * Pcm.Rate)));
}
