using System.Runtime.Intrinsics;

namespace Backlot.Rendering.Sound;

/// <summary>The peak of the wave between the samples, by fourfold interpolation (BS.1770-4, annex 2).</summary>
internal sealed class TruePeak
{
    /// <summary>How many samples later than its sample a peak comes out.</summary>
    public const int Delay = Taps / 2;

    private const int Taps = 24;
    private const int Phases = 3; // at 1/4, 1/2 and 3/4 of the way to the next sample; at 0 it is the sample itself
    private static readonly Vector256<float>[] Kernels = MakeKernels();

    private readonly float[][] channels = [new float[Taps - 1], new float[Taps - 1]];

    /// <summary>Largest level so far, as a factor of full scale.</summary>
    public float Highest { get; private set; }

    /// <summary>Takes interleaved stereo samples; gives for each the peak from it to the next, of both
    /// channels.</summary>
    /// <param name="samples">A multiple of 8 samples of both channels.</param>
    /// <param name="peaks">One per sample, <see cref="Delay"/> samples late.</param>
    public void Process(ReadOnlySpan<float> samples, Span<float> peaks)
    {
        var count = samples.Length / Pcm.Channels;
        peaks[..count].Clear();
        for (var channel = 0; channel < Pcm.Channels; channel++)
        {
            var line = Extend(channel, samples, count);
            for (var i = 0; i < count; i += Vector256<float>.Count)
            {
                var highest = Vector256.Max(Vector256.Create<float>(peaks.Slice(i, 8)), PeaksAt(line, i));
                highest.CopyTo(peaks[i..]);
            }
        }
        foreach (var peak in peaks[..count])
            Highest = Math.Max(Highest, peak);
    }

    // Eight neighbours at a time: the same tap of each lies side by side in memory.
    private static Vector256<float> PeaksAt(float[] line, int at)
    {
        Vector256<float> first = default, second = default, third = default;
        for (var tap = 0; tap < Taps; tap++)
        {
            var x = Vector256.Create<float>(line.AsSpan(at + tap, 8));
            first += x * Kernels[tap * Phases];
            second += x * Kernels[tap * Phases + 1];
            third += x * Kernels[tap * Phases + 2];
        }
        var sample = Vector256.Abs(Vector256.Create<float>(line.AsSpan(at + Taps - 1 - Delay, 8)));
        return Vector256.Max(
            Vector256.Max(sample, Vector256.Abs(first)), Vector256.Max(Vector256.Abs(second), Vector256.Abs(third)));
    }

    private float[] Extend(int channel, ReadOnlySpan<float> samples, int count)
    {
        var past = channels[channel];
        var line = new float[Taps - 1 + count];
        past.CopyTo(line, 0);
        for (var i = 0; i < count; i++)
            line[Taps - 1 + i] = samples[i * Pcm.Channels + channel];
        line.AsSpan(count).CopyTo(past);
        return line;
    }

    // A sinc under a Kaiser window (beta 8). The sample itself stands at tap Taps - 1 - Delay, the next one after it.
    private static Vector256<float>[] MakeKernels()
    {
        var kernels = new Vector256<float>[Taps * Phases];
        for (var phase = 0; phase < Phases; phase++)
        {
            var weights = new double[Taps];
            for (var tap = 0; tap < Taps; tap++)
            {
                var x = tap - (Taps - 1 - Delay) - (phase + 1) / 4.0;
                weights[tap] = Math.Sin(Math.PI * x) / (Math.PI * x) * Kaiser(x / (Taps / 2.0));
            }
            var sum = weights.Sum();
            for (var tap = 0; tap < Taps; tap++)
                kernels[tap * Phases + phase] = Vector256.Create((float)(weights[tap] / sum));
        }
        return kernels;
    }

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(8 * Math.Sqrt(1 - x * x)) / Bessel(8);

    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; k < 40; k++)
        {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
