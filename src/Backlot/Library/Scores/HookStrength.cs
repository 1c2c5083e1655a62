namespace Backlot.Library.Scores;

/// <summary>How strongly the first three seconds of a shot ask for attention.</summary>
internal static class HookStrength
{
    /// <summary>What a second without sound counts as, in LUFS.</summary>
    private const double SilenceLufs = -60;

    public static Score Of(ShotInFilm shot)
    {
        var opening = shot.Opening;
        var strongest = opening.Max(moment => moment.Motion);
        // A picture that hardly moves has no onset that anybody would see.
        var onset = strongest < 0.05 ? ShotInFilm.HookSeconds : Math.Min(shot.Signals.MotionOnsetSeconds, ShotInFilm.HookSeconds);
        var contrast = opening.Average(moment => moment.Contrast);
        var change = opening.Max(moment => moment.Brightness) - opening.Min(moment => moment.Brightness);
        List<Evidence> evidence =
        [
            Evidence.Of("motionOnsetSeconds", onset, ShotInFilm.HookSeconds, 0, 0.2, strongest < 0.05
                ? (FormattableString)$"hardly anything moves in the first 3 s." : $"motion sets in after {onset:0.##} s."),
            Evidence.Of("motionPeakOfOpening", strongest, 0, 0.6, 0.15, $"motion in the first 3 s reaches {strongest:0.00} (0.6 is wild)."),
            Evidence.Of("contrast", contrast, 0.1, 0.5, 0.15, $"contrast is {contrast:0.00} (0.5 is strong)."),
            Evidence.Of("cutsWithin3Seconds", shot.Cuts, 0, 2, 0.15, $"{shot.Cuts} cuts follow within 3 s."),
            Evidence.Of("brightnessChange", change, 0, 0.3, 0.1, $"brightness changes by {change:0.00} in the first 3 s."),
        ];
        if (shot.LoudnessLufs is not null)      // a silent film is judged by its pictures alone
        {
            var rise = RiseLu(shot);
            evidence.Add(Evidence.Of("loudnessRiseLu", rise, 0, 12, 0.25, $"sound rises by {rise:0.#} LU in the first 3 s."));
        }
        return Score.Of(evidence);
    }

    /// <summary>From the quietest of the first three seconds to the loudest after it.</summary>
    private static double RiseLu(ShotInFilm shot)
    {
        var (quietest, rise) = (double.MaxValue, 0.0);
        foreach (var second in shot.Signals.LoudnessLufs.Take((int)ShotInFilm.HookSeconds))
        {
            var lufs = Math.Max(second ?? SilenceLufs, SilenceLufs);
            quietest = Math.Min(quietest, lufs);
            rise = Math.Max(rise, lufs - quietest);
        }
        return rise;
    }
}
