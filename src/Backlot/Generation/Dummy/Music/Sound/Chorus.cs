namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// Thickens and widens a mono sound: two copies whose delays drift in opposite directions, one per side.
/// </summary>
internal sealed class Chorus(double rateHz, double depthMs, float wet)
{
    private const int Length = 2048;
    private const double CentreMs = 14;
    private readonly float[] _line = new float[Length];
    private int _write;
    private double _turns;

    /// <summary>Reads the left channel as mono and fills both.</summary>
    public void Process(Span<float> left, Span<float> right)
    {
        var (from, to) = (Offset(_turns), Offset(_turns += rateHz * left.Length / Audio.SampleRate));
        var step = (to - from) / left.Length;
        for (var i = 0; i < left.Length; i++)
        {
            var dry = left[i];
            _line[_write] = dry;
            var offset = from + (step * i);
            left[i] = dry + (wet * Read((float)(CentreMs * Audio.SampleRate / 1000) + offset));
            right[i] = dry + (wet * Read((float)(CentreMs * Audio.SampleRate / 1000) - offset));
            _write = (_write + 1) & (Length - 1);
        }
    }

    private float Offset(double turns) => (float)(Math.Sin(2 * Math.PI * turns) * depthMs * Audio.SampleRate / 1000);

    private float Read(float delay)
    {
        var whole = (int)delay;
        var part = delay - whole;
        var near = _line[(_write - whole) & (Length - 1)];
        return near + (part * (_line[(_write - whole - 1) & (Length - 1)] - near));
    }
}
