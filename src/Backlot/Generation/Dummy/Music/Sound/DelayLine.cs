using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>A delay that is read and written eight samples at a time, so its length must be at least eight.</summary>
internal sealed class DelayLine
{
    private readonly float[] _samples;
    private readonly int _length;
    private int _write;

    public DelayLine(int length)
    {
        _length = length;
        // The buffer is longer than the delay by a run-up, so that most reads and writes need no wrapping.
        _samples = new float[length + RunUp + Lanes.Width];
        _write = length;
    }

    private const int RunUp = 4096;

    /// <summary>
    /// The eight samples written <c>length</c> ago, shifted back by <paramref name="earlier"/> (0 or 1).
    /// </summary>
    public Vector256<float> Read(int earlier = 0) =>
        Lanes.Load(_samples, Math.Max(0, _write - _length - earlier));

    public void Write(Vector256<float> value)
    {
        Lanes.Store(value, _samples, _write);
        _write += Lanes.Width;
        if (_write + Lanes.Width <= _samples.Length)
            return;
        var keep = _length + 1;
        _samples.AsSpan(_write - keep, keep).CopyTo(_samples);
        _write = keep;
    }
}
