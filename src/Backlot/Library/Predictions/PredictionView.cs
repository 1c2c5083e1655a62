using System.Text.Json;
using Backlot.Library.Predictions.Model;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Library.Predictions;

/// <summary>How often a clip is expected to be clicked on as an ad, and how often it was.</summary>
/// <param name="PredictedCtr">Clicks over views, 0..1.</param>
/// <param name="Band">Nine ads in ten of such a clip lie within it.</param>
/// <param name="IsTrained">False: it was made before there were results to learn from, and is the same for every clip.</param>
/// <param name="ModelVersion">What made it.</param>
/// <param name="Features">What the model was given, by name; see docs/predictions.md.</param>
/// <param name="ActualCtr">As fed back; null until then.</param>
/// <param name="Views">That it was counted over; null when nobody said.</param>
/// <param name="AdId">What the ad system calls it.</param>
public sealed record PredictionView(
    Guid Id, Guid ClipId, double PredictedCtr, PredictedBand Band, bool IsTrained, string ModelVersion, IReadOnlyDictionary<string, double> Features,
    double? ActualCtr, long? Views, string? AdId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static PredictionView Of(Prediction p) => new(
        p.Id, p.ClipId, p.PredictedCtr, new((double)p.PredictedBand.LowerBound, (double)p.PredictedBand.UpperBound),
        p.ModelVersion != Model.ModelVersion.Untrained, p.ModelVersion,
        new SortedDictionary<string, double>(JsonSerializer.Deserialize<Dictionary<string, double>>(p.Features) ?? [], StringComparer.Ordinal),
        p.ActualCtr, p.Views, p.AdId, p.CreatedAt, p.UpdatedAt);
}

/// <param name="Low">0..1.</param>
/// <param name="High">0..1, above <paramref name="Low"/>.</param>
public sealed record PredictedBand(double Low, double High);

/// <summary>What came of it. Only what is given changes.</summary>
/// <param name="ActualCtr">Clicks over views, 0..1.</param>
/// <param name="Views">That it was counted over; without it a result counts like one of 1,000 views.</param>
/// <param name="AdId">What the ad system calls it; unique among yours.</param>
public sealed record PredictionEdit(
    [Between(0, 1)] double? ActualCtr = null, [Between(1, 1e12)] long? Views = null, [Text(PredictionEdit.LongestAdId)] string? AdId = null)
    : IRequestBody<PredictionEdit>
{
    internal const int LongestAdId = 200;

    public static PredictionEdit Example => new(0.024, 12_000, "ad-4711");
}

/// <summary>How far predictions can be trusted: each result was judged by a model that had learnt from others only.</summary>
/// <param name="ModelVersion">What makes predictions now.</param>
/// <param name="IsTrained">False: there are too few results yet, and no more than <paramref name="Results"/> is known.</param>
/// <param name="Results">That the model learnt from; before there is one, those fed back so far.</param>
/// <param name="ResultsNeeded">For the first model.</param>
/// <param name="BrierScore">Mean square of what a view was expected to bring less what it brought (1 for a click); 0 is perfect.</param>
/// <param name="BrierOfAverage">What saying the average every time would have got: above <paramref name="BrierScore"/> the model knows something.</param>
/// <param name="Auc">How often, of a view with a click and one without, more was expected of the first; 0.5 is by chance.</param>
/// <param name="Bins">What was expected, and what came, from the least expected to the most.</param>
public sealed record CalibrationView(
    string ModelVersion, bool IsTrained, int Results, int ResultsNeeded, double? BrierScore, double? BrierOfAverage, double? Auc,
    [Items(0, 10)] IReadOnlyList<ReliabilityBin> Bins, DateTimeOffset? TrainedAt)
{
    internal static CalibrationView Of(ClickModelRow? model, int results) => model is { Judgement: var judged }
        ? new(Model.ModelVersion.Of(model.Number), true, model.Results, TrainModel.FewestResults, judged.BrierScore, judged.BrierOfAverage, judged.Auc,
            judged.Bins, model.TrainedAt)
        : new(Model.ModelVersion.Untrained, false, results, TrainModel.FewestResults, null, null, null, [], null);
}
