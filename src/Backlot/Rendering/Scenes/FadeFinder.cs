namespace Backlot.Rendering.Scenes;

/// <summary>Finds fades: the picture loses its contrast bit by bit until it is of one colour, and then another comes up
/// bit by bit. Where one of the two is sudden it is a cut, and <see cref="CutFinder"/> knows its exact frame.</summary>
internal sealed class FadeFinder
{
    /// <summary>A fade takes at least two frames that are well between full and flat, and on one side no longer than this.</summary>
    private const int LeastSteps = 2;
    private const double MostSeconds = 3;

    /// <summary>What stays of one colour for so long has faded, whatever comes: all that is waited for is kept in memory.</summary>
    private const double LongFlatSeconds = 10;

    private readonly List<SmallFrame> before = [];
    private readonly List<SmallFrame> after = [];
    // Not a number: nothing faded, so what comes up is no second half of a fade.
    private double flatFrom, flatTo, fadedFrom;
    private State state = State.Picture;

    /// <summary>All fades whose middle is before this time are told.</summary>
    public double SettledSeconds =>
        state is not State.Picture && !double.IsNaN(fadedFrom) ? Math.Min(flatFrom, fadedFrom)
        : state is State.Flat ? flatTo
        : before.Count == 0 ? 0 : before[^1].Seconds;

    /// <summary>Takes the next frame and tells the fade that is over with it.</summary>
    public Boundary? Add(SmallFrame frame)
    {
        switch (state)
        {
            case State.Picture when frame.IsFlat:
                (flatFrom, flatTo) = (frame.Seconds, frame.Seconds);
                fadedFrom = FadedFrom() ?? double.NaN;
                before.Clear();
                state = State.Flat;
                return null;
            case State.Picture:
                before.Add(frame);
                before.RemoveAll(old => old.Seconds < frame.Seconds - MostSeconds);
                return null;
            case State.Flat when frame.IsFlat:
                flatTo = frame.Seconds;
                return flatTo - flatFrom >= LongFlatSeconds && !double.IsNaN(fadedFrom) ? FadedAway() : null;
            default:
                return Rising(frame);
        }
    }

    private Boundary? Rising(SmallFrame frame)
    {
        if (double.IsNaN(fadedFrom))
        {
            ToPicture(frame);
            return null;
        }
        state = State.Rising;
        if (after.Count > 0 && frame.Light.Deviation < after[^1].Light.Deviation * 1.02)
        {
            // The rise is over: was it one?
            var full = after[^1].Light.Deviation;
            var steps = after.Count(step => step.Light.Deviation < 0.85 * full);
            var middle = (flatFrom + flatTo) / 2;
            Boundary? fade = steps >= LeastSteps ? new(middle, fadedFrom, after[^1].Seconds, Transition.Fade, 1) : null;
            ToPicture(frame);
            return fade;
        }
        after.Add(frame);
        return null;
    }

    /// <summary>The picture that comes at last is no second half of this fade.</summary>
    private Boundary FadedAway()
    {
        var fade = new Boundary((flatFrom + flatTo) / 2, fadedFrom, flatTo, Transition.Fade, 1);
        fadedFrom = double.NaN;
        return fade;
    }

    private void ToPicture(SmallFrame frame)
    {
        after.Clear();
        state = State.Picture;
        before.Add(frame);
    }

    /// <summary>Back from the flat frame, as long as contrast grows: where the fade began, null if there was none.</summary>
    private double? FadedFrom()
    {
        var i = before.Count - 1;
        if (i < 0)
            return null;
        while (i > 0 && before[i - 1].Light.Deviation > before[i].Light.Deviation * 1.02)
            i--;
        var full = before[i].Light.Deviation;
        var steps = before.Skip(i).Count(step => step.Light.Deviation < 0.85 * full);
        return steps >= LeastSteps ? before[i].Seconds : null;
    }

    private enum State
    {
        Picture,
        Flat,
        Rising,
    }
}
