using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Rendering.Signals;

namespace Backlot.Library.Scores;

/// <summary>A shot with as much of its film as scores look at.</summary>
/// <param name="Cuts">How many other shots of the film begin within three seconds of its start.</param>
/// <param name="Confidence">0..1: that it begins where it is said to.</param>
internal sealed record ShotInFilm(ClipSignals Signals, double StartSeconds, double DurationSeconds, int Cuts, double Confidence)
{
    public const double HookSeconds = 3;

    /// <param name="film">All clips of the film.</param>
    public static ShotInFilm Of(Clip clip, ClipSignals signals, IEnumerable<Clip> film) => new(signals, clip.StartTime, clip.EndTime - clip.StartTime,
        film.Count(other => other.StartTime > clip.StartTime && other.StartTime <= clip.StartTime + HookSeconds), clip.Confidence ?? 1);

    /// <summary>Its beginning; one moment at least.</summary>
    public IReadOnlyList<SignalMoment> Opening
    {
        get
        {
            var inside = Signals.Curve.Where(moment => moment.AtSeconds < StartSeconds + HookSeconds).ToList();
            return inside.Count > 0 ? inside : [Signals.Curve[0]];
        }
    }

    /// <summary>Of the seconds that can be heard, in LUFS; null when none can.</summary>
    public double? LoudnessLufs => Signals.LoudnessLufs.Any(second => second is not null) ? Signals.LoudnessLufs.Average() : null;
}
