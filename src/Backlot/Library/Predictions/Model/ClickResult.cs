namespace Backlot.Library.Predictions.Model;

/// <summary>What came of showing a clip as an ad.</summary>
/// <param name="ClipId">Results of one clip are never parted between learning and judging.</param>
/// <param name="Features">In the order of <see cref="ClipFeatures.Names"/>.</param>
/// <param name="Rate">Clicks over views, 0..1.</param>
/// <param name="Views">That the rate was counted over.</param>
internal sealed record ClickResult(Guid ClipId, double[] Features, double Rate, double Views)
{
    /// <summary>What a result counts for that does not say over how many views it was counted.</summary>
    public const double AssumedViews = 1000;
}
