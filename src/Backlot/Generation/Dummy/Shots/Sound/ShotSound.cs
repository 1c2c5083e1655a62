using System.Runtime.InteropServices;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Music;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Shots.Sound;

/// <summary>The sound of a shot: its place and weather, and quiet music far behind them.</summary>
internal static class ShotSound
{
    private const int WaveHeaderBytes = 44;

    // Some 14 dB under the music's own level: it carries the shot, and a film's own music over it does not clash.
    private const float MusicGain = 0.2f;
    private const double FadeSeconds = 0.03, MusicFadeSeconds = 0.8;

    /// <summary>Writes a RIFF WAVE file as <see cref="MusicSynthesizer"/> does.</summary>
    /// <param name="frames">Of sound.</param>
    /// <param name="strikes">When lightning strikes, in seconds.</param>
    public static void Write(
        string prompt, long seed, int frames, SceneBrief brief, IReadOnlyList<float> strikes, Dice dice, Stream wav, CancellationToken ct)
    {
        var bed = new SoundBed(frames);
        Ambience.Add(bed, brief, strikes, dice);
        ct.ThrowIfCancellationRequested();
        if (WantsMusic(prompt))
        {
            AddMusic(bed, prompt, seed, ct);
        }

        Fade(bed.Left);
        Fade(bed.Right);
        var writer = new WavWriter(wav, frames);
        var block = new StereoBlock();
        writer.WriteHeader();
        for (var start = 0; start < frames; start += Audio.BlockFrames)
        {
            var count = Math.Min(Audio.BlockFrames, frames - start);
            bed.Left.Slice(start, count).CopyTo(block.Left);
            bed.Right.Slice(start, count).CopyTo(block.Right);
            writer.Write(block, 0, count);
        }
    }

    private static bool WantsMusic(string prompt) =>
        !prompt.Contains("no music", StringComparison.OrdinalIgnoreCase) && !prompt.Contains("without music", StringComparison.OrdinalIgnoreCase);

    private static void AddMusic(SoundBed bed, string prompt, long seed, CancellationToken ct)
    {
        using var wav = new MemoryStream();
        MusicSynthesizer.Render(prompt, seed, (double)bed.Frames / Audio.SampleRate, wav, progress: null, ct);
        var samples = MemoryMarshal.Cast<byte, short>(wav.GetBuffer().AsSpan(WaveHeaderBytes, bed.Frames * 4));
        for (var i = 0; i < bed.Frames; i++)
        {
            var gain = MusicGain / 32_768 * ShareOf(i, bed.Frames, MusicFadeSeconds);
            bed.Left[i] += samples[2 * i] * gain;
            bed.Right[i] += samples[2 * i + 1] * gain;
        }
    }

    /// <summary>Ends without a click, and rounds off what would be too loud.</summary>
    private static void Fade(Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = MathF.Tanh(samples[i]) * 0.9f * ShareOf(i, samples.Length, FadeSeconds);
        }
    }

    private static float ShareOf(int at, int count, double seconds) =>
        Math.Clamp(MathF.Min(at, count - 1 - at) / (float)(seconds * Audio.SampleRate), 0, 1);
}
