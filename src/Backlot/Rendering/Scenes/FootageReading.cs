using Backlot.Rendering.Signals;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Scenes;

/// <summary>What one pass over all frames and all sound of a video has told.</summary>
/// <param name="Shots">At least one; in order, without gaps, from 0 to <paramref name="DurationSeconds"/>.</param>
/// <param name="DurationSeconds">End of the last frame, on the file's own clock that starts at 0.</param>
/// <param name="Frames">Frames decoded.</param>
public sealed record FootageReading(IReadOnlyList<Shot> Shots, double DurationSeconds, long Frames)
{
    /// <summary>Null if there is no sound, or only silence.</summary>
    public MeasuredLoudness? Loudness { get; init; }

    /// <summary>Frames come at uneven times somewhere in the whole film; the probe looks at its first frames only.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>True if the decoder met damage and went on behind it.</summary>
    public bool IsDamaged { get; init; }
}

/// <summary>What the camera took without a break.</summary>
/// <param name="StartSeconds">When its first frame is shown; inclusive. Of a dissolve or a fade: the middle.</param>
/// <param name="EndSeconds">When the next shot starts; exclusive.</param>
/// <param name="Confidence">How sure it is that a shot starts here, 0 to 1; 1 for the start of the film.</param>
/// <param name="Opens">How it follows the shot before.</param>
public sealed record Shot(double StartSeconds, double EndSeconds, double Confidence, Transition Opens)
{
    public required ShotSignals Signals { get; init; }

    public double DurationSeconds => EndSeconds - StartSeconds;
}

/// <summary>How one shot follows another.</summary>
public enum Transition
{
    /// <summary>Nothing was before: the film starts.</summary>
    Start,

    /// <summary>From one frame to the next.</summary>
    Cut,

    /// <summary>Through a frame of one colour, most often black.</summary>
    Fade,

    /// <summary>Both pictures lie over each other for a while.</summary>
    Dissolve,
}
