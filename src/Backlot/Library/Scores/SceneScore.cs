namespace Backlot.Library.Scores;

/// <summary>How well a shot can be used as it is: cleanly cut, long enough, neither dark nor washed out, with something in it to see.</summary>
internal static class SceneScore
{
    public static Score Of(ShotInFilm shot)
    {
        var (signals, seconds) = (shot.Signals, shot.DurationSeconds);
        var fromMiddle = Math.Abs(signals.Brightness - 0.5);
        return Score.Of(
            Evidence.Of("confidence", shot.Confidence, 0, 1, 0.25, $"the cut at its start is {shot.Confidence:0.00} sure."),
            seconds <= 10
                ? Evidence.Of("durationSeconds", seconds, 0.5, 2, 0.25, $"it is {seconds:0.0} s long (2 to 10 s are best).")
                : Evidence.Of("durationSeconds", seconds, 60, 10, 0.25, $"it is {seconds:0.0} s long (2 to 10 s are best)."),
            Evidence.Of("exposure", signals.Brightness, 0, 1, 0.25, $"brightness is {signals.Brightness:0.00} (0.2 to 0.8 are best).") with
            {
                Share = Evidence.Round(Math.Clamp((0.5 - fromMiddle) / 0.2, 0, 1)),
            },
            Evidence.Of("contrast", signals.Contrast, 0.05, 0.3, 0.25, $"contrast is {signals.Contrast:0.00} (below 0.05 there is hardly anything to see)."));
    }
}
