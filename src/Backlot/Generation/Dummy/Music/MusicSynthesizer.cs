using Backlot.Generation.Dummy.Music.Composition;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music;

/// <summary>
/// Composes and plays a piece of instrumental background music from words: key, tempo, instruments, mood and room are
/// read from the prompt, the rest is chosen by prompt and seed.
/// </summary>
public static class MusicSynthesizer
{
    /// <summary>
    /// Writes a RIFF WAVE file: 16-bit PCM, 44,100 Hz, stereo, exactly round(durationSeconds · 44,100) frames, about
    /// −17 LUFS, true peak under −1.5 dBFS, silent at both ends. The same arguments give the same bytes.
    /// </summary>
    /// <param name="prompt">Free text in English; unknown words are ignored. May be empty.</param>
    /// <param name="seed">Another seed gives another piece of the same character.</param>
    /// <param name="durationSeconds">2 to 3,600.</param>
    /// <param name="wav">Written front to back; need not be seekable; left open.</param>
    /// <param name="progress">Told the share done, 0 to 1, about a hundred times.</param>
    /// <param name="ct">Stops within a few milliseconds; what was written so far is not a valid file.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="durationSeconds"/> is outside its
    /// range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <remarks>Needs about 40 MB of memory whatever the length, and one core for less than a hundredth of the
    /// duration.</remarks>
    public static void Render(
        string prompt, long seed, double durationSeconds, Stream wav, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(wav);
        if (!(durationSeconds is >= 2 and <= 3600))
            throw new ArgumentOutOfRangeException(nameof(durationSeconds), durationSeconds,
                "A piece lasts 2 to 3,600 seconds.");
        ct.ThrowIfCancellationRequested();

        var piece = Piece.Plan(prompt, seed, durationSeconds);
        var desk = new MixingDesk(Score.Write(piece));
        var gain = SoundCheck.Gain(desk, durationSeconds, ct);
        var ring = Math.Max(0.4, durationSeconds - piece.Clock.TotalSeconds);
        Play(desk.Play(0), new Limiter(gain), Audio.Frames(durationSeconds), Math.Min(4, ring * 0.8), wav, progress,
            ct);
    }

    private static void Play(
        Mixer mixer, Limiter limiter, int frames, double fadeSeconds, Stream wav, IProgress<double>? progress,
        CancellationToken ct)
    {
        var writer = new WavWriter(wav, frames);
        var fades = new Fades(frames, fadeSeconds);
        var block = new StereoBlock();
        var reportEvery = Math.Max(1, frames / Audio.BlockFrames / 100) * Audio.BlockFrames;
        writer.WriteHeader();
        // The limiter is one block late: its first block is empty, and one more is needed at the end.
        for (var at = 0; at - Limiter.DelayFrames < frames; at += Audio.BlockFrames)
        {
            ct.ThrowIfCancellationRequested();
            mixer.Render(at, block);
            limiter.Process(block);
            var start = at - Limiter.DelayFrames;
            if (start < 0)
                continue;
            fades.Apply(block, start);
            writer.Write(block, 0, Math.Min(Audio.BlockFrames, frames - start));
            if (start % reportEvery == 0)
                progress?.Report((double)start / frames);
        }
        progress?.Report(1);
    }
}
