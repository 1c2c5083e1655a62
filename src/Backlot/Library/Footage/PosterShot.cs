using Backlot.Rendering.Signals;

namespace Backlot.Library.Footage;

/// <summary>A shot whose picture may stand for the whole film.</summary>
/// <param name="Brightness">Of the frame that stands for it, as in <see cref="ShotSignals"/>.</param>
/// <param name="Contrast">Likewise.</param>
internal sealed record PosterShot(double DurationSeconds, double Brightness, double Contrast)
{
    /// <param name="curve">Of the shot; at least one moment.</param>
    /// <param name="bestFrameSeconds">Which of its frames stands for it.</param>
    public static PosterShot Of(double durationSeconds, IReadOnlyList<SignalMoment> curve, double bestFrameSeconds)
    {
        var moment = curve.LastOrDefault(m => m.AtSeconds <= bestFrameSeconds) ?? curve[0];
        return new(durationSeconds, moment.Brightness, moment.Contrast);
    }

    /// <summary>The longest shot of which something can be seen, by the measure that a clip's own picture is chosen by; of a film that is
    /// dark all through, the one of which most can be seen.</summary>
    /// <param name="shots">At least one.</param>
    /// <returns>Its place among them.</returns>
    public static int Choose(IReadOnlyList<PosterShot> shots) =>
        shots.Index().OrderByDescending(shot => shot.Item.IsClear ? shot.Item.DurationSeconds : shot.Item.Clearness - 1).First().Index;

    private bool IsClear => Brightness >= FootagePictures.EnoughBrightness && Contrast >= FootagePictures.EnoughContrast;

    /// <summary>Below 1, unless it is clear.</summary>
    private double Clearness =>
        (Math.Min(1, Brightness / FootagePictures.EnoughBrightness) + Math.Min(1, Contrast / FootagePictures.EnoughContrast)) / 2;
}
