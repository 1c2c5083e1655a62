namespace Backlot.Rendering.Sound;

/// <summary>Keeps the true peak under a ceiling by turning down smoothly, some milliseconds ahead of each
/// peak.</summary>
/// <remarks>
/// The gain a peak needs is held over the look-ahead (sliding minimum), released slowly, then averaged over the same
/// look-ahead: so it arrives in full exactly at the peak, and never moves faster than 5 ms. Both channels are turned
/// alike, so the stereo image stands still. The output comes <see cref="DelaySamples"/> late.
/// </remarks>
internal sealed class PeakLimiter(double ceilingDb)
{
    public const int DelaySamples = TruePeak.Delay + LookAhead;

    private const int LookAhead = Pcm.Rate / 200;
    private const double ReleaseSeconds = 0.15;
    private static readonly double Release = 1 - Math.Exp(-1 / (ReleaseSeconds * Pcm.Rate));

    private readonly double ceiling = Math.Pow(10, ceilingDb / 20);
    private readonly TruePeak detector = new();
    private readonly SlidingMinimum needed = new(LookAhead + 1);
    private readonly double[] recentGains = Filled(LookAhead);
    private readonly float[] delayed = new float[DelaySamples * Pcm.Channels];
    private readonly float[] peaks = new float[Pcm.BlockSamples];
    private double gain = 1;
    private double gainSum = LookAhead;
    private int gainAt;
    private int delayedAt;

    /// <summary>Replaces interleaved stereo samples by the limited ones of <see cref="DelaySamples"/> before.</summary>
    /// <param name="samples">A multiple of 8 samples of both channels, at most <see cref="Pcm.BlockSamples"/>.</param>
    public void Process(Span<float> samples)
    {
        var count = samples.Length / Pcm.Channels;
        detector.Process(samples, peaks);
        for (var i = 0; i < count; i++)
        {
            var smooth = (float)NextGain(peaks[i]);
            (delayed[delayedAt], samples[2 * i]) = (samples[2 * i], delayed[delayedAt] * smooth);
            (delayed[delayedAt + 1], samples[2 * i + 1]) = (samples[2 * i + 1], delayed[delayedAt + 1] * smooth);
            delayedAt = (delayedAt + Pcm.Channels) % delayed.Length;
        }
    }

    private double NextGain(double peak)
    {
        var lowest = needed.Next(peak > ceiling ? ceiling / peak : 1);
        gain = Math.Min(lowest, gain + (1 - gain) * Release);
        gainSum += gain - recentGains[gainAt];
        recentGains[gainAt] = gain;
        gainAt = gainAt + 1 == LookAhead ? 0 : gainAt + 1;
        return gainSum / LookAhead;
    }

    private static double[] Filled(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}

/// <summary>The least of the last values, in constant time per value on average.</summary>
/// <param name="window">How many values, the newest included.</param>
internal sealed class SlidingMinimum(int window)
{
    // Values that can still become the least: rising from head to tail, each with its position in the stream.
    private readonly (long Position, double Value)[] candidates = new (long, double)[window + 1];
    private int head;
    private int count;
    private long position;

    public double Next(double value)
    {
        while (count > 0 && candidates[(head + count - 1) % candidates.Length].Value >= value)
            count--;
        candidates[(head + count++) % candidates.Length] = (position, value);
        if (candidates[head].Position <= position - window)
        {
            head = (head + 1) % candidates.Length;
            count--;
        }
        position++;
        return candidates[head].Value;
    }
}
