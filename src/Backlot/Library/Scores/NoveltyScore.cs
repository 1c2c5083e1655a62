namespace Backlot.Library.Scores;

/// <summary>How unlike a clip is to all else that its owner has.</summary>
internal static class NoveltyScore
{
    /// <summary>So many of the nearest clips are looked at: one near-duplicate alone does not make a clip stale.</summary>
    public const int Neighbours = 5;

    /// <summary>At this cosine distance a clip is new for two thirds: another film of the same kind is about so far.</summary>
    private const double TypicalDistance = 0.25;

    /// <param name="distances">Cosine distances (0..2) to the nearest other clips of the owner, nearest first.</param>
    public static Score Of(IReadOnlyList<double> distances)
    {
        if (distances is [])
            return Score.Of(new Evidence("meanDistanceOfNearest", 2, 1, 1, "There is no other clip to compare it with."));
        var mean = distances.Average();
        return Score.Of(new Evidence("meanDistanceOfNearest", Evidence.Round(mean), Evidence.Round(1 - Math.Exp(-mean / TypicalDistance)), 1, Scores.Evidence.Sentence(
            $"the {distances.Count} nearest of your other clips are {mean:0.000} away on the mean, the nearest {distances[0]:0.000} (0 is the same picture)."))
        {
            From = [.. distances.Select((d, n) => new Evidence($"distance{n + 1}", Evidence.Round(d), Evidence.Round(1 - Math.Exp(-d / TypicalDistance)), 1,
                Scores.Evidence.Sentence($"neighbour {n + 1} is {d:0.000} away.")))],
        });
    }
}
