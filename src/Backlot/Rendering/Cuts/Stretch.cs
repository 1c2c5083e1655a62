namespace Backlot.Rendering.Cuts;

/// <summary>Some frames of the film that come from one place.</summary>
/// <param name="Start">Its first frame in the film.</param>
/// <param name="Frames">How many.</param>
internal abstract record Stretch(int Start, int Frames)
{
    /// <summary>Frames of a part, encoded anew.</summary>
    /// <param name="From">Frame of the part.</param>
    public sealed record Encoded(PlannedPart Part, int From, int Frames) : Stretch(Part.Start + From, Frames);

    /// <summary>The last frames of a part mixed with the first ones of the next.</summary>
    public sealed record Mixed(PlannedPart Before, PlannedPart After) : Stretch(After.Start, After.CrossfadeIn);

    /// <summary>Frames of a part, as they are.</summary>
    public sealed record Copied(PlannedPart Part, CopiedRun Run) : Stretch(Part.Start + Run.From, Run.To - Run.From);
}

/// <summary>All pictures of a film, in order.</summary>
/// <param name="Parameters">Of what is copied; the encoder's own are added when they are known.</param>
internal sealed record PicturePlan(IReadOnlyList<Stretch> Stretches, H264Parameters Parameters)
{
    /// <summary>Longer stretches are encoded in pieces: a render that was killed begins again behind the last whole one. In seconds.</summary>
    private const double PieceSeconds = 30;

    public int TotalFrames => Stretches.Sum(stretch => stretch.Frames);

    public int CopiedFrames => Stretches.OfType<Stretch.Copied>().Sum(stretch => stretch.Frames);

    /// <param name="film">Gives the frame rate.</param>
    /// <param name="parts">All of them, in order.</param>
    /// <param name="runs">One per part: what may be copied of it.</param>
    public static PicturePlan Of(CutList film, IReadOnlyList<PlannedPart> parts, IReadOnlyList<CopiedRun?> runs)
    {
        var parameters = new H264Parameters();
        var piece = Math.Max(2, (int)Math.Round(PieceSeconds * film.FrameRate.Value));
        List<Stretch> stretches = [];
        foreach (var part in parts)
        {
            if (part.CrossfadeIn > 0)
                stretches.Add(new Stretch.Mixed(parts[part.Index - 1], part));
            // Where the numbers of two sources' parameter sets clash, only the first can be copied.
            if (runs[part.Index] is { } run && parameters.TryAdd(run.ParameterSets))
            {
                stretches.AddRange(Pieces(part, part.BodyFrom, run.From, piece));
                stretches.Add(new Stretch.Copied(part, run));
                stretches.AddRange(Pieces(part, run.To, part.BodyTo, piece));
            }
            else
            {
                stretches.AddRange(Pieces(part, part.BodyFrom, part.BodyTo, piece));
            }
        }
        return new(stretches, parameters);
    }

    private static IEnumerable<Stretch> Pieces(PlannedPart part, int from, int to, int piece)
    {
        for (; from < to; from += piece)
            yield return new Stretch.Encoded(part, from, Math.Min(piece, to - from));
    }
}
