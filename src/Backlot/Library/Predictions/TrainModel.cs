using System.Text.Json;
using Backlot.Jobs;
using Backlot.Library.Predictions.Model;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Predictions;

/// <summary>Learns a new model from all results that its owner has fed back.</summary>
public sealed record TrainModel : IJobArgs
{
    public static string Kind => "library.train-model";
    public static string Queue => "analyze";
    public static int MaxAttempts => 3;

    /// <summary>With fewer, or of fewer clips, there is nothing to learn that would hold for the next one.</summary>
    public const int FewestResults = 50, FewestClips = 5;

    /// <summary>Older results are left out, so that learning takes seconds and follows the times.</summary>
    private const int MostResults = 20_000;

    /// <summary>However many results come in a row: one that is under way is followed by one more.</summary>
    internal static Task<Guid> EnqueueAsync(BacklotDb db, CancellationToken ct) =>
        db.EnqueueUniqueAsync(NewJob.Of(new TrainModel(), db.Owner, uniqueKey: "library.train-model"), IfThere.Replace, ct);

    internal sealed class Handler(BacklotDb db) : IJobHandler<TrainModel>
    {
        public async Task<Outcome> RunAsync(TrainModel args, JobRun run, CancellationToken ct)
        {
            var results = await ResultsAsync(ct);
            if (results.Count < FewestResults || results.DistinctBy(r => r.ClipId).Count() < FewestClips)
                return new Outcome.Done(Result: new { results = results.Count, trained = false });
            var model = ClickModel.Learn(results);
            run.Report(0.3, "checks the model");
            ct.ThrowIfCancellationRequested();
            var calibration = Calibration.Of(CrossValidation.Judge(results));
            return new Outcome.Done(async token =>
            {
                var number = await db.ClickModels.MaxAsync(m => (int?)m.Number, token) ?? 0;
                db.ClickModels.Add(new()
                {
                    UserId = run.UserId,
                    Number = number + 1,
                    Results = results.Count,
                    Parameters = JsonSerializer.Serialize(model, JsonSerializerOptions.Web),
                    Calibration = JsonSerializer.Serialize(calibration, JsonSerializerOptions.Web),
                });
            }, new { results = results.Count, trained = true });
        }

        private async Task<List<ClickResult>> ResultsAsync(CancellationToken ct)
        {
            var rows = await db.Predictions.AsNoTracking().Where(p => p.ActualCtr != null).OrderByDescending(p => p.Id).Take(MostResults)
                .Select(p => new { p.ClipId, p.Features, p.ActualCtr, p.Views }).ToListAsync(ct);
            return [.. from row in rows
                       let features = ClipFeatures.Read(row.Features)
                       where features is not null
                       select new ClickResult(row.ClipId, features, row.ActualCtr ?? 0, row.Views ?? ClickResult.AssumedViews)];
        }
    }
}
