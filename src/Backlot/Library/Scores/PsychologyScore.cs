namespace Backlot.Library.Scores;

/// <summary>How strongly a shot acts on who sees it: arousal, tension, pace, and how far its colours are from neutral.</summary>
internal static class PsychologyScore
{
    public static Score Of(ShotInFilm shot) => Score.Of(Arousal(shot), Tension(shot), Pace(shot), Warmth(shot));

    internal static Evidence Arousal(ShotInFilm shot)
    {
        var signals = shot.Signals;
        List<Evidence> from =
        [
            Evidence.Of("motionMean", signals.MotionMean, 0, 0.4, 0.4, $"motion is {signals.MotionMean:0.00} on the mean (0.4 is hectic)."),
            Evidence.Of("saturation", signals.Saturation, 0, 0.6, 0.2, $"colours are {signals.Saturation:0.00} strong (0.6 is vivid)."),
        ];
        if (shot.LoudnessLufs is { } lufs)
            from.Add(Evidence.Of("loudnessLufs", lufs, -40, -10, 0.4, $"it is {lufs:0.#} LUFS loud (-10 is very loud)."));
        return Evidence.Of("arousal", 0.35, $"arousal is {Evidence.MeanOf(from):0.00}.", from);
    }

    private static Evidence Tension(ShotInFilm shot)
    {
        var signals = shot.Signals;
        var unrest = Deviation([.. signals.Curve.Select(moment => moment.Motion)]);
        Evidence[] from =
        [
            Evidence.Of("darkness", 1 - signals.Brightness, 0.4, 0.9, 0.3, $"brightness is {signals.Brightness:0.00}."),
            Evidence.Of("contrast", signals.Contrast, 0.1, 0.5, 0.3, $"contrast is {signals.Contrast:0.00}."),
            Evidence.Of("unrest", unrest, 0, 0.2, 0.4, $"motion varies by {unrest:0.00} within the shot."),
        ];
        return Evidence.Of("tension", 0.25, $"tension is {Evidence.MeanOf(from):0.00}.", from);
    }

    private static Evidence Pace(ShotInFilm shot) => Evidence.Of("paceShotsPerMinute", 60 / shot.DurationSeconds, 4, 40, 0.2,
        $"shots of {shot.DurationSeconds:0.0} s are {60 / shot.DurationSeconds:0.#} a minute (40 is the pace of a trailer).");

    private static Evidence Warmth(ShotInFilm shot)
    {
        var warmth = shot.Signals.Warmth;
        var word = warmth > 0.05 ? "warm" : warmth < -0.05 ? "cold" : "neutral";
        return Evidence.Of("warmth", Math.Abs(warmth), 0, 0.4, 0.2, $"colours are {word} ({warmth:+0.00;-0.00;0.00}).") with { Value = Evidence.Round(warmth) };
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
