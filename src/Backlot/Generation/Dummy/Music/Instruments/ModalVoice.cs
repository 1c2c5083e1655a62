using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>One partial of a struck or plucked body.</summary>
/// <param name="Seconds">Until it has fallen by 60 dB.</param>
internal readonly record struct Partial(double Hertz, double Level, double Seconds);

/// <summary>
/// Struck bodies: a sum of decaying sines. Each is a spiral in the complex plane, turned eight samples per step, so no
/// sine is computed while it sounds. Partials that have died away cost nothing.
/// </summary>
internal sealed class ModalVoice : Voice
{
    private const float Inaudible = 2e-5f;
    private readonly float[] _re, _im, _turnRe, _turnIm, _level, _fall;
    private readonly float[] _scratch = new float[Audio.BlockFrames];
    private Gate _gate;
    private int _alive;

    public ModalVoice(IEnumerable<Partial> partials, Gate gate)
    {
        var audible = partials.Where(p => p.Hertz < 15_000 && p.Level > Inaudible).ToArray();
        var count = audible.Length + (audible.Length & 1);
        (_re, _im) = (new float[count * Lanes.Width], new float[count * Lanes.Width]);
        (_turnRe, _turnIm) = (new float[count], new float[count]);
        (_level, _fall) = (new float[count], new float[count]);
        for (var i = 0; i < audible.Length; i++)
            Start(i, audible[i]);
        _gate = gate;
        _alive = audible.Length;
    }

    public override bool Render(Span<float> left, Span<float> right)
    {
        var scratch = _scratch.AsSpan(0, left.Length);
        scratch.Clear();
        for (var i = 0; i < _alive; i += 2)
            Turn(i, scratch);
        Cull(left.Length);
        _gate.AddShaped(scratch, 1, left);
        return _alive > 0 && !_gate.IsOver;
    }

    private void Start(int i, Partial partial)
    {
        var radius = Math.Pow(10, -3 / (partial.Seconds * Audio.SampleRate));
        var (sin, cos) = Math.SinCos(2 * Math.PI * partial.Hertz / Audio.SampleRate);
        var (re, im) = (partial.Level, 0.0);
        var (stepRe, stepIm) = (radius * cos, radius * sin);
        for (var lane = 0; lane < Lanes.Width; lane++)
        {
            _re[(i * Lanes.Width) + lane] = (float)re;
            _im[(i * Lanes.Width) + lane] = (float)im;
            (re, im) = ((re * stepRe) - (im * stepIm), (re * stepIm) + (im * stepRe));
        }
        _turnRe[i] = (float)(re / partial.Level);
        _turnIm[i] = (float)(im / partial.Level);
        _level[i] = (float)partial.Level;
        _fall[i] = (float)radius;
    }

    // Two partials at once, so that one's multiplications fill the other's waiting time.
    private void Turn(int i, Span<float> scratch)
    {
        var (re1, im1) = (Lanes.Load(_re, i * 8), Lanes.Load(_im, i * 8));
        var (re2, im2) = (Lanes.Load(_re, (i + 1) * 8), Lanes.Load(_im, (i + 1) * 8));
        var (c1, s1) = (Vector256.Create(_turnRe[i]), Vector256.Create(_turnIm[i]));
        var (c2, s2) = (Vector256.Create(_turnRe[i + 1]), Vector256.Create(_turnIm[i + 1]));
        for (var at = 0; at < scratch.Length; at += Lanes.Width)
        {
            Lanes.Store(Lanes.Load(scratch, at) + im1 + im2, scratch, at);
            (re1, im1) = ((re1 * c1) - (im1 * s1), (re1 * s1) + (im1 * c1));
            (re2, im2) = ((re2 * c2) - (im2 * s2), (re2 * s2) + (im2 * c2));
        }
        Lanes.Store(re1, _re, i * 8);
        Lanes.Store(im1, _im, i * 8);
        Lanes.Store(re2, _re, (i + 1) * 8);
        Lanes.Store(im2, _im, (i + 1) * 8);
    }

    private void Cull(int frames)
    {
        for (var i = _alive - 1; i >= 0; i--)
        {
            _level[i] *= MathF.Pow(_fall[i], frames);
            if (_level[i] < Inaudible)
                Replace(i, --_alive);
        }
    }

    private void Replace(int dead, int last)
    {
        _re.AsSpan(last * 8, 8).CopyTo(_re.AsSpan(dead * 8, 8));
        _im.AsSpan(last * 8, 8).CopyTo(_im.AsSpan(dead * 8, 8));
        (_turnRe[dead], _turnIm[dead]) = (_turnRe[last], _turnIm[last]);
        (_level[dead], _fall[dead]) = (_level[last], _fall[last]);
        // An odd number of partials is turned in pairs: the empty place must stay silent.
        _re.AsSpan(last * 8, 8).Clear();
        _im.AsSpan(last * 8, 8).Clear();
    }
}
