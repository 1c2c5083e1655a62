using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Shots.Sound;

/// <summary>The sound of a shot while voices are added to it: two channels at <see cref="Audio.SampleRate"/>.</summary>
internal sealed class SoundBed(int frames)
{
    private readonly float[] _left = new float[frames], _right = new float[frames];

    public int Frames => frames;

    public Span<float> Left => _left;

    public Span<float> Right => _right;

    /// <summary>Adds a sound to both channels.</summary>
    /// <param name="from">The frame it begins at.</param>
    /// <param name="count">How many frames it lasts; what is beyond the end is left out.</param>
    /// <param name="place">−1 left to 1 right.</param>
    /// <param name="sample">Told the time since it began, in seconds.</param>
    public void Add(int from, int count, float place, Func<float, float> sample)
    {
        var (left, right) = (MathF.Sqrt((1 - place) / 2), MathF.Sqrt((1 + place) / 2));
        for (var i = Math.Max(0, -from); i < Math.Min(count, frames - from); i++)
        {
            var value = sample((float)i / Audio.SampleRate);
            _left[from + i] += value * left;
            _right[from + i] += value * right;
        }
    }

    /// <summary>Adds filtered noise, other noise to each side, with a level that changes over time.</summary>
    /// <param name="dice">Of the noise.</param>
    /// <param name="filters">Makes the filters of one channel.</param>
    /// <param name="level">Told the time in seconds and the side (−1, 1); asked once in a few milliseconds.</param>
    public void AddNoise(Dice dice, Func<Biquad[]> filters, Func<float, int, float> level)
    {
        var (left, right) = ((uint)dice.Bits() | 1, (uint)dice.Bits() | 1);
        Parallel.Invoke(() => AddNoise(_left, left, filters(), at => level(at, -1)), () => AddNoise(_right, right, filters(), at => level(at, 1)));
    }

    private static void AddNoise(float[] channel, uint noise, Biquad[] filters, Func<float, float> level)
    {
        const int Step = 128;
        var before = level(0);
        for (var start = 0; start < channel.Length; start += Step)
        {
            var after = level((float)(start + Step) / Audio.SampleRate);
            // What is not heard is not made: thunder is silent for most of a shot.
            for (var i = start; i < Math.Min(start + Step, channel.Length) && (before != 0 || after != 0); i++)
            {
                noise ^= noise << 13;
                noise ^= noise >> 17;
                noise ^= noise << 5;
                double sample = noise * (2f / uint.MaxValue) - 1;
                foreach (var filter in filters)
                {
                    sample = filter.Next(sample);
                }

                channel[i] += (float)sample * float.Lerp(before, after, (float)(i - start) / Step);
            }

            before = after;
        }
    }
}
