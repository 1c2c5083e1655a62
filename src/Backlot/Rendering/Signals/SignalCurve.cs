namespace Backlot.Rendering.Signals;

/// <summary>Signals by quarters of a second; of a very long shot by longer spans, so that it never has more than
/// <see cref="MostMoments"/>.</summary>
internal sealed class SignalCurve
{
    private const int MostMoments = 2400;
    private const double QuarterSecond = 0.25;

    private readonly List<Span> spans = [];
    private double spanSeconds = QuarterSecond, quarterStart = double.NegativeInfinity, quarterMotion;
    private int quarterFrames;

    /// <summary>The highest mean motion of any quarter of a second.</summary>
    public double MotionPeak { get; private set; }

    public void Add(FrameSignals frame, bool countsMotion)
    {
        if (spans.Count == 0 || frame.Seconds - spans[^1].Start >= spanSeconds)
            Begin(frame.Seconds);
        spans[^1].Add(frame, countsMotion);
        if (!countsMotion)
            return;
        if (frame.Seconds - quarterStart >= QuarterSecond)
            (quarterStart, quarterMotion, quarterFrames) = (frame.Seconds, 0, 0);
        quarterMotion += frame.Motion;
        quarterFrames++;
        // A quarter that has just begun is not one yet: a single odd frame is no peak where frames are many.
        if (quarterFrames > 1 || double.IsNegativeInfinity(quarterStart) || MotionPeak == 0)
            MotionPeak = Math.Max(MotionPeak, quarterMotion / quarterFrames);
    }

    public IReadOnlyList<SignalMoment> Moments() => [.. spans.Select(span => span.Moment())];

    private void Begin(double seconds)
    {
        if (spans.Count == MostMoments)
        {
            for (var i = 0; i < MostMoments / 2; i++)
                spans[i] = spans[2 * i].With(spans[2 * i + 1]);
            spans.RemoveRange(MostMoments / 2, MostMoments / 2);
            spanSeconds *= 2;
        }
        spans.Add(new(seconds));
    }

    private sealed class Span(double start)
    {
        private double brightness, contrast, saturation, warmth, motion;
        private int frames, moved;

        public double Start => start;

        public void Add(FrameSignals frame, bool countsMotion)
        {
            frames++;
            moved += countsMotion ? 1 : 0;
            brightness += frame.Brightness;
            contrast += frame.Contrast;
            saturation += frame.Saturation;
            warmth += frame.Warmth;
            motion += frame.Motion;
        }

        public Span With(Span later) => new(start)
        {
            frames = frames + later.frames,
            moved = moved + later.moved,
            brightness = brightness + later.brightness,
            contrast = contrast + later.contrast,
            saturation = saturation + later.saturation,
            warmth = warmth + later.warmth,
            motion = motion + later.motion,
        };

        public SignalMoment Moment() => new(
            start, brightness / frames, contrast / frames, saturation / frames, warmth / frames, motion / Math.Max(1, moved));
    }
}
