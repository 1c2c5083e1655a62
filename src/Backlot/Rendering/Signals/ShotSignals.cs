namespace Backlot.Rendering.Signals;

/// <summary>What was measured in the frames and the sound of one shot. Pictures are measured on a frame of 128 x 72
/// pixels; every value is a share from 0 to 1 where nothing else is said.</summary>
public sealed record ShotSignals
{
    /// <summary>Mean luma.</summary>
    public required double Brightness { get; init; }

    /// <summary>Standard deviation of luma over its largest possible value; half black, half white is 1.</summary>
    public required double Contrast { get; init; }

    /// <summary>Mean distance of the colour from grey; a pure primary colour is about 1.</summary>
    public required double Saturation { get; init; }

    /// <summary>Red against blue, -1 (all of it pure blue) to 1 (pure orange); 0 is neutral.</summary>
    public required double Warmth { get; init; }

    /// <summary>Change of the picture in a second's time, as the mean difference of luma between two frames divided by the
    /// time between them; 0 is a still, above 1 is wild. Mean over the shot.</summary>
    public required double MotionMean { get; init; }

    /// <summary>The highest quarter of a second of <see cref="MotionMean"/>.</summary>
    public required double MotionPeak { get; init; }

    /// <summary>Seconds into the shot at which motion first reaches half of <see cref="MotionPeak"/>; 0 for a still.</summary>
    public required double MotionOnsetSeconds { get; init; }

    /// <summary>How the signals run, four moments a second at most; at least one.</summary>
    public required IReadOnlyList<SignalMoment> Curve { get; init; }

    /// <summary>Loudness of each whole or begun second of the shot, in LUFS; null where it is silent or without
    /// sound.</summary>
    public required IReadOnlyList<double?> LoudnessLufs { get; init; }

    /// <summary>How much of the picture has which colour: 8 hues by 3 strengths by 4 steps of brightness, then 32
    /// greys from dark to light, 128 in all; sums to 1.</summary>
    public required IReadOnlyList<float> ColourHistogram { get; init; }

    /// <summary>Mean luma, blue and red difference of 8 x 8 fields, row by row, 192 in all.</summary>
    public required IReadOnlyList<float> Layout { get; init; }

    /// <summary>Strength of edges by 9 directions in 4 x 4 fields, row by row, 144 in all.</summary>
    public required IReadOnlyList<float> Texture { get; init; }

    /// <summary>Change in a second's time in 8 x 6 fields, row by row, 48 in all.</summary>
    public required IReadOnlyList<float> MotionLayout { get; init; }

    /// <summary>Where the frame lies that stands for the shot: light, rich and rather at rest; seconds on the
    /// film's clock.</summary>
    public required double BestFrameSeconds { get; init; }
}

/// <summary>Signals around one moment; units as in <see cref="ShotSignals"/>.</summary>
/// <param name="AtSeconds">On the film's clock.</param>
public sealed record SignalMoment(
    double AtSeconds, double Brightness, double Contrast, double Saturation, double Warmth, double Motion);
