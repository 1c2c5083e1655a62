namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>The soft start and the end: silence is reached exactly at the last frame.</summary>
internal sealed class Fades(long frames, double outSeconds)
{
    private const int InFrames = 1024;
    private readonly int _outFrames = Audio.Frames(outSeconds);

    /// <summary>Shapes the block whose first sample is frame <paramref name="start"/>.</summary>
    public void Apply(StereoBlock block, long start)
    {
        if (start >= InFrames && start + Audio.BlockFrames < frames - _outFrames)
            return;
        for (var i = 0; i < Audio.BlockFrames; i++)
        {
            var gain = Gain(start + i);
            block.Left[i] *= gain;
            block.Right[i] *= gain;
        }
    }

    private float Gain(long frame)
    {
        var rise = Math.Clamp(frame / (float)InFrames, 0, 1);
        var left = Math.Clamp((frames - 1 - frame) / (float)_outFrames, 0, 1);
        return rise * left * left * (3 - (2 * left));
    }
}
