using System.Runtime.Intrinsics;

namespace Backlot.Rendering.Sound;

/// <summary>Integrated loudness of a stereo stream by ITU-R BS.1770-4 and EBU R 128, in LUFS.</summary>
internal sealed class LoudnessMeter
{
    /// <summary>Below this a block counts as silence (absolute gate), in LUFS.</summary>
    private const double AbsoluteGate = -70;

    private const int StepsPerSecond = 10;
    private const int StepSamples = Pcm.Rate / StepsPerSecond;
    private const int StepsPerBlock = 4;
    private const int StepsPerShortTerm = 3 * StepsPerSecond;

    // The shelf that stands for the head, and the high pass that stands for the ear: the standard's two filters, which
    // it gives for 48 kHz, brought to our rate from the analogue ones behind them (as libebur128 does).
    private readonly Biquad shelf = Biquad.HighShelf(1681.974450955533, 3.999843853973347, 0.7071752369554196);
    private readonly Biquad highPass = Biquad.HighPass(38.13547087602444, 0.5003270373238773);
    private readonly List<double> stepEnergies = [];
    private double energy;
    private int filled;

    /// <summary>Takes interleaved stereo samples.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i + 1 < samples.Length; i += 2)
        {
            var weighted = highPass.Next(shelf.Next(Vector128.Create((double)samples[i], samples[i + 1])));
            energy += Vector128.Dot(weighted, weighted);
            if (++filled < StepSamples)
                continue;
            stepEnergies.Add(energy / StepSamples);
            energy = 0;
            filled = 0;
        }
    }

    /// <summary>Gated loudness so far; negative infinity for silence, or for less than 0.4 s of sound.</summary>
    public double IntegratedLufs()
    {
        List<double> blocks = [];
        for (var i = StepsPerBlock - 1; i < stepEnergies.Count; i++)
            blocks.Add(stepEnergies.Skip(i - StepsPerBlock + 1).Take(StepsPerBlock).Average());
        var loud = blocks.Where(block => Lufs(block) > AbsoluteGate).ToList();
        if (loud.Count == 0)
            return double.NegativeInfinity;
        var relativeGate = Lufs(loud.Average()) - 10;
        return Lufs(loud.Where(block => Lufs(block) > relativeGate).Average());
    }

    /// <summary>How far loud and quiet passages lie apart, in LU, by EBU Tech 3342: from the 10th to the 95th part in a hundred
    /// of the 3-second loudness, silence and what is 20 LU under the mean left out. 0 for less than 3 s.</summary>
    public double RangeLu()
    {
        List<double> windows = [];
        var sum = 0.0;
        for (var i = 0; i < stepEnergies.Count; i++)
        {
            sum += stepEnergies[i] - (i >= StepsPerShortTerm ? stepEnergies[i - StepsPerShortTerm] : 0);
            if (i >= StepsPerShortTerm - 1)
                windows.Add(sum / StepsPerShortTerm);
        }
        windows.RemoveAll(window => Lufs(window) <= AbsoluteGate);
        if (windows.Count == 0)
            return 0;
        var gate = Lufs(windows.Average()) - 20;
        var levels = windows.Select(Lufs).Where(level => level >= gate).Order().ToList();
        return levels[(int)Math.Round((levels.Count - 1) * 0.95)] - levels[(int)Math.Round((levels.Count - 1) * 0.10)];
    }

    /// <summary>Ungated loudness of a stretch of what was added so far; null for silence, and where nothing was added.</summary>
    /// <param name="startSeconds">Rounded to tenths, as <paramref name="endSeconds"/>.</param>
    public double? LufsBetween(double startSeconds, double endSeconds)
    {
        var start = Math.Clamp((int)Math.Round(startSeconds * StepsPerSecond), 0, stepEnergies.Count);
        var end = Math.Clamp((int)Math.Round(endSeconds * StepsPerSecond), start, stepEnergies.Count);
        var level = start == end ? double.NegativeInfinity : Lufs(stepEnergies.GetRange(start, end - start).Average());
        return level > AbsoluteGate ? level : null;
    }

    private static double Lufs(double meanSquare) => -0.691 + 10 * Math.Log10(meanSquare);
}

/// <summary>A second-order filter over both channels at once, in transposed direct form II.</summary>
internal sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
{
    private Vector128<double> first;
    private Vector128<double> second;

    public Vector128<double> Next(Vector128<double> x)
    {
        var y = b0 * x + first;
        first = b1 * x - a1 * y + second;
        second = b2 * x - a2 * y;
        return y;
    }

    /// <param name="hertz">Corner.</param>
    /// <param name="decibels">Gain above it.</param>
    public static Biquad HighShelf(double hertz, double decibels, double q)
    {
        var k = Math.Tan(Math.PI * hertz / Pcm.Rate);
        var high = Math.Pow(10, decibels / 20);
        var band = Math.Pow(high, 0.4996667741545416);
        var a0 = 1 + k / q + k * k;
        return new(
            (high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0,
            2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
    }

    /// <param name="hertz">Corner.</param>
    public static Biquad HighPass(double hertz, double q)
    {
        var k = Math.Tan(Math.PI * hertz / Pcm.Rate);
        var a0 = 1 + k / q + k * k;
        return new(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
    }
}
