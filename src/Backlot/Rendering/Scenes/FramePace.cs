namespace Backlot.Rendering.Scenes;

/// <summary>How evenly frames come.</summary>
internal sealed class FramePace
{
    private const double RoundingSeconds = 0.0021, PaceShare = 0.2, UnknownStepSeconds = 0.04;
    private double last = double.NaN, least = double.MaxValue, most;

    public long Frames { get; private set; }

    /// <summary>From the last but one frame to the last: what the last is shown for. 0.04 for a single frame.</summary>
    public double StepSeconds { get; private set; } = UnknownStepSeconds;

    /// <summary>Steps differ by more than containers round. The first one is left out: some muxers wait there for sound.</summary>
    public bool IsVariable => most - least > Math.Max(RoundingSeconds, least * PaceShare);

    public void Add(double seconds)
    {
        Frames++;
        if (!double.IsNaN(last))
            StepSeconds = seconds - last;
        last = seconds;
        if (Frames <= 2)
            return;
        (least, most) = (Math.Min(least, StepSeconds), Math.Max(most, StepSeconds));
    }
}
