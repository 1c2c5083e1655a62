using Backlot.Library.Clips;
using Backlot.Library.Predictions.Model;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Predictions;

/// <summary>Says what is expected of clips, by the owner's newest model or, before there is one, by the prior.</summary>
public sealed class Predictor(BacklotDb db)
{
    /// <summary>A prediction that the caller has yet to add.</summary>
    /// <exception cref="Refusal">409 <c>clip.unscored</c>: nothing is known of the clip yet.</exception>
    public async Task<Prediction> PredictAsync(Clip clip, CancellationToken ct) => Predict(clip, await NewestAsync(ct));

    internal static Prediction Predict(Clip clip, ClickModelRow? model)
    {
        var features = ClipFeatures.Of(clip)
            ?? throw new Refusal(409, "clip.unscored", "The clip has no scores yet: ask again when the analysis of its film is done.");
        var forecast = model is null ? ClickPrior.Forecast : model.Model.Predict([.. features.Values]);
        return new()
        {
            UserId = clip.UserId,
            ClipId = clip.Id,
            PredictedCtr = forecast.Rate,
            PredictedBand = new((decimal)forecast.Low, (decimal)forecast.High),
            ModelVersion = model is null ? ModelVersion.Untrained : ModelVersion.Of(model.Number),
            Features = ClipFeatures.Write(features),
        };
    }

    /// <returns>Null before the first.</returns>
    internal Task<ClickModelRow?> NewestAsync(CancellationToken ct) =>
        db.ClickModels.AsNoTracking().OrderByDescending(m => m.Number).FirstOrDefaultAsync(ct);
}
