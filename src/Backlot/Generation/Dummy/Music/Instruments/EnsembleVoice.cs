using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>Plays a wavetable loop, each side from another place, which makes the section wide.</summary>
internal sealed class EnsembleVoice(float[] loop, float velocity, Gate gate, int startAt) : Voice
{
    private Gate _gate = gate;
    private int _left = startAt & (Fourier.Size - Lanes.Width);
    private int _right = (startAt + (Fourier.Size * 5 / 11)) & (Fourier.Size - Lanes.Width);

    public override bool Render(Span<float> left, Span<float> right)
    {
        var (from, to) = (velocity * _gate.Level(), velocity * _gate.Level(left.Length));
        _left = Add(_left, from, to, left);
        _right = Add(_right, from, to, right);
        _gate.Advance(left.Length);
        return !_gate.IsOver;
    }

    private int Add(int at, float from, float to, Span<float> target)
    {
        var first = Math.Min(target.Length, loop.Length - at);
        var middle = from + ((to - from) * first / target.Length);
        Lanes.AddRamped(loop.AsSpan(at, first), from, middle, target[..first]);
        if (first < target.Length)
            Lanes.AddRamped(loop.AsSpan(0, target.Length - first), middle, to, target[first..]);
        return (at + target.Length) & (Fourier.Size - 1);
    }
}
