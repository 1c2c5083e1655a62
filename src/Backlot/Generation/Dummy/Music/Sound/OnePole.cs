namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>A gentle filter of 6 dB per octave, for one channel.</summary>
internal sealed class OnePole(double cutoffHz)
{
    private readonly float _k = (float)(1 - Math.Exp(-2 * Math.PI * cutoffHz / Audio.SampleRate));
    private float _low;

    public void LowPass(Span<float> samples)
    {
        var low = _low;
        foreach (ref var sample in samples)
            sample = low += _k * (sample - low);
        _low = low;
    }

    public void HighPass(Span<float> samples)
    {
        var low = _low;
        foreach (ref var sample in samples)
        {
            low += _k * (sample - low);
            sample -= low;
        }
        _low = low;
    }
}
