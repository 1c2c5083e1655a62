using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>Gathers the signals of the frames of one shot.</summary>
/// <param name="clearSeconds">Before it a picture may be half of the shot before.</param>
internal sealed class ShotGatherer(double clearSeconds = double.NegativeInfinity)
{
    /// <summary>A later picture must be so much better to stand for the shot, and a little more for each second that it comes after the shot's first, up to
    /// a limit: decoding goes forward from a key frame, most often the first.</summary>
    private const double Better = 0.03, BetterPerSecond = 0.02, BetterAtMost = 0.13;

    private readonly float[] colours = new float[FrameSample.ColourCount];
    private readonly float[] layout = new float[FrameSample.LayoutCount];
    private readonly float[] texture = new float[FrameSample.TextureCount];
    private readonly float[] motions = new float[FrameSample.MotionCount];
    private readonly SignalCurve curve = new();
    private double brightness, contrast, saturation, warmth, motion, bestWorth = double.NegativeInfinity, bestSeconds, firstSeconds;
    private int frames, samples, motionSamples;

    /// <summary>As in <see cref="ShotSignals.BestFrameSeconds"/>, of the frames added by now.</summary>
    public double BestSeconds => bestSeconds;

    public void Add(FrameSignals frame)
    {
        // What changed from the shot before is a cut, not motion.
        var isFirst = frames++ == 0;
        var moved = isFirst ? 0 : frame.Motion;
        if (isFirst)
            firstSeconds = bestSeconds = frame.Seconds;
        brightness += frame.Brightness;
        contrast += frame.Contrast;
        saturation += frame.Saturation;
        warmth += frame.Warmth;
        motion += moved;
        curve.Add(frame with { Motion = moved }, countsMotion: !isFirst);
        if (frame.Sample is not { } sample)
            return;
        samples++;
        Sum(colours, sample.Colours);
        Sum(layout, sample.Layout);
        Sum(texture, sample.Texture);
        if (sample.Motion is { } moving && !isFirst)
        {
            motionSamples++;
            Sum(motions, moving);
        }
        // A picture to stand for the others: light and rich, rather at rest, and not one of a cross-fade.
        var worth = Math.Min(frame.Contrast, 0.4) + Math.Min(frame.Brightness, 0.3) + 0.2 * frame.Saturation - Math.Min(0.2, 0.1 * moved)
            - (frame.Seconds < clearSeconds ? 1 : 0);
        if (worth > bestWorth + Math.Min(BetterAtMost, Better + BetterPerSecond * (frame.Seconds - firstSeconds)))
            (bestWorth, bestSeconds) = (worth, frame.Seconds);
    }

    /// <param name="loudnessLufs">As in <see cref="ShotSignals.LoudnessLufs"/>.</param>
    /// <exception cref="InvalidOperationException">No frame was added.</exception>
    public ShotSignals End(double startSeconds, IReadOnlyList<double?> loudnessLufs)
    {
        if (frames == 0)
            throw new InvalidOperationException("A shot has at least one frame.");
        var moments = curve.Moments();
        return new()
        {
            Brightness = brightness / frames,
            Contrast = contrast / frames,
            Saturation = saturation / frames,
            Warmth = warmth / frames,
            MotionMean = motion / Math.Max(1, frames - 1),
            MotionPeak = curve.MotionPeak,
            MotionOnsetSeconds = OnsetSeconds(moments, startSeconds),
            Curve = moments,
            LoudnessLufs = loudnessLufs,
            ColourHistogram = Mean(colours, samples),
            Layout = Mean(layout, samples),
            Texture = Mean(texture, samples),
            MotionLayout = Mean(motions, motionSamples),
            BestFrameSeconds = bestSeconds,
        };
    }

    private double OnsetSeconds(IReadOnlyList<SignalMoment> moments, double startSeconds) =>
        curve.MotionPeak == 0 ? 0
        : Math.Max(0, moments.FirstOrDefault(moment => moment.Motion >= curve.MotionPeak / 2)?.AtSeconds - startSeconds ?? 0);

    private static void Sum(float[] sums, float[] values)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += values[i];
    }

    private static float[] Mean(float[] sums, int count) => [.. sums.Select(sum => sum / Math.Max(1, count))];
}
