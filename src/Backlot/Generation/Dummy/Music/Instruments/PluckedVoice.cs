using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>How a plucked string sounds.</summary>
/// <param name="Seconds">Sustain (−60 dB) of the fundamental at middle C; higher notes ring shorter.</param>
/// <param name="BrightSeconds">Sustain of what lies at 4 kHz.</param>
/// <param name="PickPosition">Where along the string it is plucked, 0 to 0.5; near 0 is nasal.</param>
/// <param name="ToneHertz">Softness of the finger: the pluck's low-pass at full velocity.</param>
/// <param name="ReleaseSeconds">How long a stopped note takes to die.</param>
internal sealed record PluckedTimbre(
    double Seconds, double BrightSeconds, double PickPosition, double ToneHertz, double ReleaseSeconds);

/// <summary>
/// Karplus-Strong with the extensions of Jaffe and Smith: a filtered noise burst circulates in a string-long delay. The
/// loop's low-pass and its fractional tuning are one six-tap filter over past samples, so eight samples are made at a
/// time.
/// </summary>
internal sealed class PluckedVoice : Voice
{
    private const int Taps = 6;
    private readonly float[] _history;
    private readonly float[] _taps = new float[Taps];
    private readonly int _delay, _start;
    private readonly float _gain;
    private Gate _gate;

    public PluckedVoice(PluckedTimbre timbre, double hertz, double velocity, int holdFrames, MusicRandom random)
    {
        var period = Audio.SampleRate / hertz;
        _delay = (int)period - 1;
        SetTaps(timbre, hertz, period - 1 - _delay);
        var length = (int)Math.Ceiling(period);
        _start = length + Taps;
        _history = new float[_start + Audio.BlockFrames];
        Pluck(_history.AsSpan(_start - length, length), timbre, velocity, random);
        _gain = (float)(0.35 + (0.65 * velocity));
        _gate = new Gate(0.0015, holdFrames, timbre.ReleaseSeconds);
    }

    public override bool Render(Span<float> left, Span<float> right)
    {
        var h = _history;
        var (t0, t1, t2) = (Vector256.Create(_taps[0]), Vector256.Create(_taps[1]), Vector256.Create(_taps[2]));
        var (t3, t4, t5) = (Vector256.Create(_taps[3]), Vector256.Create(_taps[4]), Vector256.Create(_taps[5]));
        for (var i = 0; i < left.Length; i += Lanes.Width)
        {
            var at = _start + i - _delay;
            var next = (Lanes.Load(h, at + 1) * t0) + (Lanes.Load(h, at) * t1) + (Lanes.Load(h, at - 1) * t2) +
                (Lanes.Load(h, at - 2) * t3) + (Lanes.Load(h, at - 3) * t4) + (Lanes.Load(h, at - 4) * t5);
            Lanes.Store(next, h, _start + i);
        }
        var made = h.AsSpan(_start, left.Length);
        _gate.AddShaped(made, _gain, left);
        var isAudible = Lanes.Peak(made) > 5e-5f;
        h.AsSpan(left.Length, _start).CopyTo(h);
        return isAudible && !_gate.IsOver;
    }

    // The loop delays by _delay + fraction + 1: the low-pass (b, 1−2b, b) is centred one tap in; the rest is a cubic
    // Lagrange interpolator. A tap k of the product reads the sample _delay − 1 + k ago.
    private void SetTaps(PluckedTimbre timbre, double hertz, double fraction)
    {
        var seconds = timbre.Seconds * Math.Pow(hertz / 261.6, -0.45);
        var gain = Math.Pow(10, -3 / (hertz * seconds));
        var dullPerPeriod = 6.9 / (timbre.BrightSeconds * hertz);
        var b = Math.Min(0.25, dullPerPeriod / (2 * (1 - Math.Cos(2 * Math.PI * 4000 / Audio.SampleRate))));
        double[] lowPass = [gain * b, gain * (1 - (2 * b)), gain * b];
        var d = fraction + 1;
        double[] lagrange =
        [
            -(d - 1) * (d - 2) * (d - 3) / 6, d * (d - 2) * (d - 3) / 2, -d * (d - 1) * (d - 3) / 2,
            d * (d - 1) * (d - 2) / 6,
        ];
        for (var i = 0; i < lowPass.Length; i++)
            for (var j = 0; j < lagrange.Length; j++)
                _taps[i + j] += (float)(lowPass[i] * lagrange[j]);
    }

    private static void Pluck(Span<float> loop, PluckedTimbre timbre, double velocity, MusicRandom random)
    {
        var length = loop.Length;
        // Filtered over two rounds of which the second is used: the loop's end then meets its start without a step,
        // which would tick at every period.
        var rounds = new float[2 * length];
        for (var i = 0; i < length; i++)
            rounds[i] = rounds[i + length] = (float)(random.Unit() - 0.5);
        new OnePole(timbre.ToneHertz * (0.25 + (0.75 * velocity))).LowPass(rounds);
        new OnePole(timbre.ToneHertz * 1.5).LowPass(rounds);
        var noise = rounds.AsSpan(length);
        var pick = Math.Max(1, (int)(length * timbre.PickPosition));
        var (mean, power) = (0f, 0f);
        for (var i = 0; i < length; i++)
            mean += loop[i] = noise[i] - noise[(i + pick) % length];
        mean /= length;
        foreach (ref var sample in loop)
            power += (sample -= mean) * sample;
        var scale = 0.3f / MathF.Sqrt((power / length) + 1e-9f);
        foreach (ref var sample in loop)
            sample *= scale;
    }
}
