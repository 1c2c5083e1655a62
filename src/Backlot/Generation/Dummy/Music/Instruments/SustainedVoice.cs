using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>A bowed or blown solo instrument.</summary>
/// <param name="Harmonics">Levels of the harmonics from the fundamental up.</param>
/// <param name="Breath">Level of the air or bow noise.</param>
/// <param name="VibratoCents">Depth once the vibrato has come in, which takes about half a second.</param>
internal sealed record SustainedTimbre(
    float[] Harmonics, float Breath, double VibratoHertz, double VibratoCents, double AttackSeconds,
    double ReleaseSeconds);

/// <summary>
/// Harmonics whose exact phase is taken afresh each block (so pitch may bend freely) and turned eight samples at a time
/// in between. Upper harmonics follow the loudness more steeply: a swelling note also grows brighter.
/// </summary>
internal sealed class SustainedVoice : Voice
{
    private readonly SustainedTimbre _timbre;
    private readonly double _hertz;
    private readonly float _velocity;
    private readonly int _harmonics;
    private readonly float[] _level;
    private readonly float[] _scratch = new float[Audio.BlockFrames];
    private Gate _gate;
    private double _turns, _vibratoTurns, _drift;
    private float _breath;
    private int _age, _noiseAt;
    private readonly MusicRandom _random;

    public SustainedVoice(SustainedTimbre timbre, double hertz, double velocity, int holdFrames, MusicRandom random)
    {
        (_timbre, _hertz, _velocity, _random) = (timbre, hertz, (float)velocity, random);
        _harmonics = Math.Clamp((int)(11_000 / hertz), 1, timbre.Harmonics.Length);
        _level = new float[_harmonics];
        _vibratoTurns = random.Unit();
        _noiseAt = random.Whole(0, 7000) * Lanes.Width;
        _gate = new Gate(timbre.AttackSeconds * (1.3 - (0.6 * velocity)), holdFrames, timbre.ReleaseSeconds);
    }

    public override bool Render(Span<float> left, Span<float> right)
    {
        var scratch = _scratch.AsSpan(0, left.Length);
        scratch.Clear();
        var cents = Bend(left.Length);
        var step = _hertz * (1 + (cents * 0.00057779)) / Audio.SampleRate;
        var loudness = _gate.Level(left.Length) * _velocity;
        for (var n = 1; n <= _harmonics; n++)
        {
            var to = _timbre.Harmonics[n - 1] * MathF.Pow(loudness, 1 + (0.11f * (n - 1)));
            AddHarmonic(scratch, _turns * n, step * n, _level[n - 1], to);
            _level[n - 1] = to;
        }
        _turns += step * left.Length;
        _turns -= Math.Floor(_turns);
        AddBreath(scratch, loudness);
        Lanes.Add(scratch, 1, left);
        _gate.Advance(left.Length);
        return !_gate.IsOver;
    }

    private double Bend(int frames)
    {
        _age += frames;
        _vibratoTurns += _timbre.VibratoHertz * (1 + (0.1 * _drift)) * frames / Audio.SampleRate;
        _drift = (_drift * 0.985) + (_random.Bell() * 0.09);
        var onset = Math.Clamp((_age - 9_000) / 22_000.0, 0, 1);
        return (Math.Sin(2 * Math.PI * _vibratoTurns) * _timbre.VibratoCents * onset) + (2.5 * _drift);
    }

    private static void AddHarmonic(Span<float> target, double turns, double step, float from, float to)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
        var (stepSin, stepCos) = Math.SinCos(2 * Math.PI * step);
        Span<float> re = stackalloc float[Lanes.Width], im = stackalloc float[Lanes.Width];
        var (x, y, x8, y8) = (cos, sin, 1.0, 0.0);
        for (var lane = 0; lane < Lanes.Width; lane++)
        {
            (re[lane], im[lane]) = ((float)x, (float)y);
            (x, y) = ((x * stepCos) - (y * stepSin), (x * stepSin) + (y * stepCos));
            (x8, y8) = ((x8 * stepCos) - (y8 * stepSin), (x8 * stepSin) + (y8 * stepCos));
        }
        var (vx, vy) = (Lanes.Load(re, 0), Lanes.Load(im, 0));
        var (c, s) = (Vector256.Create((float)x8), Vector256.Create((float)y8));
        var slope = (to - from) / target.Length;
        var gain = Vector256.Create(from) + (Lanes.Index * slope);
        var advance = Vector256.Create(slope * Lanes.Width);
        for (var i = 0; i < target.Length; i += Lanes.Width)
        {
            Lanes.Store(Lanes.Load(target, i) + (vy * gain), target, i);
            (vx, vy) = ((vx * c) - (vy * s), (vx * s) + (vy * c));
            gain += advance;
        }
    }

    private void AddBreath(Span<float> target, float loudness)
    {
        if (_timbre.Breath <= 0)
            return;
        var air = Noise.Breath;
        if (_noiseAt + target.Length > air.Length)
            _noiseAt = 0;
        var level = _timbre.Breath * loudness;
        Lanes.AddRamped(air.AsSpan(_noiseAt, target.Length), _breath, level, target);
        _breath = level;
        _noiseAt += target.Length;
    }
}
