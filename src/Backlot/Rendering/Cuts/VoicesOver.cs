using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>Puts voices over a programme: each from its own moment on, levelled, the programme stepping back while it is heard.</summary>
internal sealed class VoicesOver : IAsyncDisposable
{
    /// <summary>Changes whenever the same would sound otherwise.</summary>
    public const string Recipe = "over/1";

    /// <summary>The programme begins to step back so long before a voice; how fast it does, and how slowly it comes again; in seconds.</summary>
    private const double LeadSeconds = 0.2, BackSeconds = 0.08, AgainSeconds = 0.35;

    private static readonly float Back = Step(BackSeconds), Again = Step(AgainSeconds);

    private readonly List<Voice> voices = [];
    private float duck = 1;
    private long place;

    /// <param name="film">Its voices.</param>
    /// <param name="pathOfSha256">Where each lies.</param>
    /// <exception cref="MediaRefused">One of them can't be read.</exception>
    public static async Task<VoicesOver> OpenAsync(
        Ffmpeg ffmpeg, RenderCache cache, CutList film, Func<string, string> pathOfSha256, CancellationToken ct)
    {
        var over = new VoicesOver();
        foreach (var voice in film.Voices)
        {
            var path = Path.GetFullPath(pathOfSha256(voice.Sha256));
            var format = MediaSniffer.Sniff(path, wanted: null);
            var loudness = await Levelling.OwnAsync(ffmpeg, cache, voice.Sha256, path, format, ct);
            var gain = Math.Min(Levelling.TargetLufs - (loudness.Lufs ?? Levelling.TargetLufs), Levelling.MostGainDb) + voice.GainDb;
            over.voices.Add(new(voice, Pcm.Factor(gain), () => new(ffmpeg, path, format, 0, startSeconds: null)));
        }
        return over;
    }

    /// <summary>Puts them over the next samples of the programme.</summary>
    /// <exception cref="FfmpegFailed">A voice can't be decoded.</exception>
    public async Task MixAsync(Memory<float> programme, CancellationToken ct)
    {
        if (voices.Count == 0)
            return;
        var count = programme.Length / Pcm.Channels;
        var spoken = new float[programme.Length];
        var depth = new float[count];
        foreach (var voice in voices)
            await voice.AddAsync(spoken, depth, place, ct);
        var mixed = programme.Span;
        for (var i = 0; i < count; i++)
        {
            var aim = depth[i] > 0 ? Pcm.Factor(-depth[i]) : 1;
            duck += (aim - duck) * (aim < duck ? Back : Again);
            mixed[2 * i] = mixed[2 * i] * duck + spoken[2 * i];
            mixed[2 * i + 1] = mixed[2 * i + 1] * duck + spoken[2 * i + 1];
        }
        place += count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var voice in voices)
            await voice.DisposeAsync();
    }

    private static float Step(double seconds) => (float)(1 - Math.Exp(-1 / (seconds * Pcm.Rate)));

    /// <summary>One voice; its decoder runs only while it is heard.</summary>
    private sealed class Voice(CutVoice voice, float factor, Func<SourceSound> open) : IAsyncDisposable
    {
        private readonly long start = (long)Math.Round(voice.AtSeconds * Pcm.Rate), lead = (long)(LeadSeconds * Pcm.Rate);
        private SourceSound? sound;
        private bool ended;

        /// <param name="spoken">Gets the voice's samples.</param>
        /// <param name="depth">Gets by how many dB the programme is to step back at each sample.</param>
        /// <param name="from">The number of the first sample in the film.</param>
        public async Task AddAsync(float[] spoken, float[] depth, long from, CancellationToken ct)
        {
            var to = from + depth.Length;
            if (ended || start - lead >= to)
                return;
            var begins = (int)Math.Clamp(start - from, 0, depth.Length);
            Deepen(depth, (int)Math.Clamp(start - lead - from, 0, depth.Length), begins);
            if (begins == depth.Length)
                return;
            sound ??= open();
            var heard = new float[(depth.Length - begins) * Pcm.Channels];
            var read = await sound.ReadAsync(heard, ct);
            for (var i = 0; i < read * Pcm.Channels; i++)
                spoken[begins * Pcm.Channels + i] += heard[i] * factor;
            Deepen(depth, begins, begins + read);
            ended = begins + read < depth.Length;
        }

        public ValueTask DisposeAsync() => sound?.DisposeAsync() ?? ValueTask.CompletedTask;

        private void Deepen(float[] depth, int from, int to)
        {
            for (var i = from; i < to; i++)
                depth[i] = Math.Max(depth[i], (float)voice.DuckDb);
        }
    }
}
