namespace Backlot.Rendering.Cuts;

/// <summary>A part whose frames are known.</summary>
/// <param name="Index">From 0.</param>
/// <param name="FirstSeconds">The time in its source at which it begins.</param>
/// <param name="Length">In frames of the film.</param>
/// <param name="Start">Its first frame in the film.</param>
/// <param name="CrossfadeIn">Frames shared with the part before.</param>
/// <param name="CrossfadeOut">Frames shared with the part after.</param>
internal sealed record PlannedPart(
    int Index, CutPart Part, CutSource Source, PartFrames Frames, double FirstSeconds, int Length, int Start, int CrossfadeIn, int CrossfadeOut)
{
    /// <summary>Its first frame that is shown alone.</summary>
    public int BodyFrom => CrossfadeIn;

    /// <summary>The frame after the last one that is shown alone.</summary>
    public int BodyTo => Length - CrossfadeOut;

    /// <summary>Finds the real frames at the ends of each part and puts the parts one after the other.</summary>
    /// <exception cref="ArgumentException">A part has too few frames: its source ends before, say.</exception>
    public static IReadOnlyList<PlannedPart> Lay(CutList film, IReadOnlyList<CutSource> sources, IReadOnlyList<PartFrames> frames)
    {
        List<PlannedPart> parts = [];
        var start = 0;
        for (var i = 0; i < film.Parts.Count; i++)
        {
            var part = film.Parts[i];
            var step = 1 / film.FrameRate.Value;
            var from = frames[i].Moment(part.InSeconds, step);
            var to = frames[i].Moment(Math.Min(part.OutSeconds, sources[i].Facts.DurationSeconds ?? part.OutSeconds), step);
            var length = (int)Math.Round((to - from) * film.FrameRate.Value, MidpointRounding.AwayFromZero);
            if (length < film.LeastFramesOf(i))
                throw new ArgumentException(
                    $"Part {i + 1} has {Math.Max(0, length)} frames; it needs at least {film.LeastFramesOf(i)}, longer than its crossfades together.");
            var (fadeIn, fadeOut) = (film.CrossfadeFramesOf(i), film.CrossfadeFramesOf(i + 1));
            parts.Add(new(i, part, sources[i], frames[i], from, length, start - fadeIn, fadeIn, fadeOut));
            start += length - fadeIn;
        }
        return parts;
    }
}
