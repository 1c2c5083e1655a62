namespace Backlot.Library.Similarity;

/// <summary>Which clips are looked among. All of them are the caller's, and have vectors of the same maker.</summary>
/// <param name="EmbeddedBy">Whose vectors: those of two makers cannot be compared.</param>
internal sealed record ClipFilter(string EmbeddedBy)
{
    /// <summary>Left out.</summary>
    public Guid? NotClip { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>Of the composite score, 0..1.</summary>
    public double? MinScore { get; init; }
    public double? MinSeconds { get; init; }
    public double? MaxSeconds { get; init; }

    public object?[] Values(Guid userId) => [userId, EmbeddedBy, NotClip, AssetId, MinScore, MinSeconds, MaxSeconds];
}
