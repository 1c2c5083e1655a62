namespace Backlot.Library.Predictions.Model;

/// <summary>Has each result judged by a model that never saw it, nor another result of its clip.</summary>
internal static class CrossValidation
{
    private const int Folds = 5;

    /// <param name="results">Of two clips at least.</param>
    /// <returns>In the order of <paramref name="results"/>.</returns>
    public static IReadOnlyList<Judged> Judge(IReadOnlyList<ClickResult> results)
    {
        var fold = results.Select(r => r.ClipId).Distinct().Order().Index().ToDictionary(clip => clip.Item, clip => clip.Index % Folds);
        var judged = new Judged[results.Count];
        foreach (var held in fold.Values.Distinct())
        {
            var model = ClickModel.Learn([.. results.Where(r => fold[r.ClipId] != held)]);
            foreach (var (i, result) in results.Index().Where(r => fold[r.Item.ClipId] == held))
                judged[i] = new(model.Predict(result.Features).Rate, result.Rate, result.Views);
        }
        return judged;
    }
}
