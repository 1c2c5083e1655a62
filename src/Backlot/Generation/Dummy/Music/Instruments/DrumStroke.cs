using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>A recipe for one stroke: a ringing skin and a burst of filtered noise.</summary>
/// <param name="Hertz">The skin's tone; it starts at <paramref name="Drop"/> times that and falls.</param>
/// <param name="ToneSeconds">Until the tone has fallen by 60 dB, as all times here.</param>
/// <param name="NoiseHertz">Centre of the noise band.</param>
/// <param name="RiseSeconds">Softens the start; long for sweeps and swells.</param>
/// <param name="Pan">−1 left to 1 right.</param>
internal sealed record DrumStroke(
    double Hertz, double Drop, double ToneSeconds, double ToneLevel,
    double NoiseHertz, double NoiseQ, double NoiseSeconds, double NoiseLevel, double RiseSeconds, double Pan)
{
    public const double SwellRiseSeconds = 1.8;

    public static DrumStroke Of(DrumSound sound, double tonicHertz) => sound switch
    {
        DrumSound.Kick => new(52, 2.2, 0.45, 0.9, 900, 0.7, 0.03, 0.10, 0.003, 0),
        DrumSound.Snare => new(185, 1.3, 0.16, 0.30, 2600, 0.5, 0.24, 0.42, 0.002, 0.06),
        DrumSound.Rim => new(430, 1.1, 0.07, 0.30, 1900, 1.2, 0.05, 0.35, 0.001, 0.12),
        DrumSound.Hat => new(0, 1, 0.1, 0, 8200, 0.9, 0.09, 0.30, 0.002, 0.3),
        DrumSound.OpenHat => new(0, 1, 0.1, 0, 7600, 0.8, 0.4, 0.26, 0.003, 0.3),
        DrumSound.BrushTap => new(210, 1.2, 0.08, 0.10, 3400, 0.5, 0.15, 0.34, 0.004, -0.1),
        DrumSound.BrushSweep => new(0, 1, 0.1, 0, 4200, 0.6, 0.55, 0.20, 0.09, -0.18),
        // The frame drum is tuned to the key, as a player would.
        DrumSound.FrameLow => new(Near(tonicHertz, 82), 1.35, 0.75, 0.75, 420, 0.7, 0.06, 0.35, 0.002, -0.08),
        DrumSound.FrameHigh => new(Near(tonicHertz, 250), 1.1, 0.16, 0.24, 1500, 0.8, 0.09, 0.36, 0.002, 0.1),
        DrumSound.HandLow => new(Near(tonicHertz, 110), 1.25, 0.42, 0.6, 600, 0.8, 0.05, 0.25, 0.002, -0.15),
        DrumSound.HandHigh => new(Near(tonicHertz, 330), 1.06, 0.20, 0.36, 1300, 0.9, 0.05, 0.24, 0.002, 0.18),
        DrumSound.Shaker => new(0, 1, 0.1, 0, 6400, 1.1, 0.11, 0.26, 0.022, -0.32),
        DrumSound.Tambourine => new(0, 1, 0.1, 0, 7800, 2.2, 0.26, 0.26, 0.005, 0.28),
        _ => new(0, 1, 0.1, 0, 6200, 0.5, 2.0, 0.26, SwellRiseSeconds, -0.05),
    };

    /// <summary>Renders the stroke; <paramref name="random"/> makes each one a little different.</summary>
    public float[] Render(MusicRandom random)
    {
        var longest = RiseSeconds + Math.Max(ToneLevel > 0 ? ToneSeconds : 0, NoiseSeconds);
        var samples = new float[(Audio.Frames(longest) + Lanes.Width - 1) / Lanes.Width * Lanes.Width];
        AddTone(samples, random.Between(0.98, 1.02));
        AddNoise(samples, random);
        Lanes.Scale(samples.AsSpan(samples.Length / 2 / 8 * 8), 1, 0);
        return samples;
    }

    private static double Near(double tonicHertz, double wanted) =>
        tonicHertz * Math.Pow(2, Math.Round(Math.Log2(wanted / tonicHertz)));

    private void AddTone(float[] samples, double detune)
    {
        if (ToneLevel <= 0)
            return;
        var fall = Math.Pow(10, -3 / (ToneSeconds * Audio.SampleRate));
        var settle = Math.Pow(10, -3 / (0.09 * Audio.SampleRate));
        var (level, extra, turns) = (ToneLevel, Drop - 1, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            // A skin's second mode lies at 1.59 times its first and dies sooner.
            var tone = Math.Sin(2 * Math.PI * turns) + (0.35 * level * Math.Sin(2 * Math.PI * turns * 1.59));
            samples[i] += (float)(level * Rise(i, 0.004) * tone);
            turns += Hertz * detune * (1 + extra) / Audio.SampleRate;
            level *= fall;
            extra *= settle;
        }
    }

    private void AddNoise(float[] samples, MusicRandom random)
    {
        var band = Biquad.BandPass(NoiseHertz * random.Between(0.94, 1.06), NoiseQ);
        var fall = Math.Pow(10, -3 / (NoiseSeconds * Audio.SampleRate));
        var (level, at) = (NoiseLevel, random.Whole(0, Noise.Length - 1));
        for (var i = 0; i < samples.Length; i++)
        {
            // Squared, so that a long rise stays in the background until its end.
            var rise = Rise(i, RiseSeconds);
            samples[i] += (float)(level * rise * rise * band.Next(Noise.White[(at + i) % Noise.Length]));
            if (i > RiseSeconds * Audio.SampleRate)
                level *= fall;
        }
    }

    private static double Rise(int frame, double seconds)
    {
        var x = Math.Min(1, frame / (seconds * Audio.SampleRate));
        return x * x * (3 - (2 * x));
    }
}
