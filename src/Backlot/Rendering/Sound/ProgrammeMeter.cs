namespace Backlot.Rendering.Sound;

/// <summary>Measures a whole programme while it streams by: loudness, range and true peak.</summary>
internal sealed class ProgrammeMeter
{
    private readonly LoudnessMeter loudness = new();
    private readonly TruePeak peak = new();
    private readonly float[] block = new float[Pcm.BlockSamples * Pcm.Channels];
    private readonly float[] peaks = new float[Pcm.BlockSamples];
    private int filled;

    /// <summary>Takes interleaved stereo samples, any number of them.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, block.Length - filled);
            samples[..count].CopyTo(block.AsSpan(filled));
            filled += count;
            samples = samples[count..];
            if (filled == block.Length)
                Process();
        }
    }

    /// <summary>Takes the last samples in and gives the result; null for silence and for less than 0.4 s. To be asked once, at
    /// the end.</summary>
    public MeasuredLoudness? Measured()
    {
        Process();
        var lufs = loudness.IntegratedLufs();
        return double.IsFinite(lufs) ? new(lufs, loudness.RangeLu(), Pcm.Decibels(peak.Highest)) : null;
    }

    /// <summary>As <see cref="LoudnessMeter.LufsBetween"/>.</summary>
    public double? LufsBetween(double startSeconds, double endSeconds) => loudness.LufsBetween(startSeconds, endSeconds);

    // The peak between samples wants whole blocks: the rest of the last one is silence, which the loudness leaves out.
    private void Process()
    {
        foreach (ref var sample in block.AsSpan())
            if (!float.IsFinite(sample))
                sample = 0;
        loudness.Add(block.AsSpan(0, filled));
        block.AsSpan(filled).Clear();
        peak.Process(block, peaks);
        filled = 0;
    }
}
