using System.ComponentModel;
using Backlot.Library.Predictions.Import;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Predictions;

/// <summary><c>/api/predictions</c>, and those of a clip.</summary>
internal static class PredictionApi
{
    public static void MapPredictions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/clips/{id:guid}/predictions", Add).WithTags("Predictions").WithName("addPrediction")
            .WithSummary("Predict how often a clip will be clicked on as an ad").ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).Makes();
        var predictions = routes.MapGroup("/api/predictions").WithTags("Predictions").ProducesProblem(401);
        predictions.MapGet("/", List).WithName("listPredictions").WithSummary("Predictions, newest first").ProducesProblem(400);
        predictions.MapGet("/{id:guid}", Get).WithName("getPrediction").WithSummary("One prediction").ProducesProblem(404).Versioned();
        predictions.MapPatch("/{id:guid}", Edit).WithName("editPrediction").WithSummary("Feed back what came of a clip")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getPrediction");
        predictions.MapGet("/calibration", Calibration).WithName("getCalibration").WithSummary("How far your predictions can be trusted");
        predictions.MapResultImport();
    }

    private static Task<Page<PredictionView>> List(
        BacklotDb db, [Description("Only those of this clip.")] Guid? clipId, [Description("Only those with a result, or without.")] bool? hasResult,
        int? limit, string? cursor, CancellationToken ct)
    {
        var predictions = db.Predictions.AsNoTracking().Where(p =>
            (clipId == null || p.ClipId == clipId) && (hasResult == null || p.ActualCtr != null == hasResult));
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await predictions.Where(p => p.Id < below).OrderByDescending(p => p.Id).Take(take).ToListAsync(ct))
                .ConvertAll(PredictionView.Of),
            prediction => prediction.Id);
    }

    private static async Task<PredictionView> Get(Guid id, BacklotDb db, CancellationToken ct) => PredictionView.Of(await OfAsync(id, db.Predictions.AsNoTracking(), ct));

    private static async Task<Created<PredictionView>> Add(Guid id, BacklotDb db, Predictor predictor, CancellationToken ct)
    {
        var clip = await db.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        var prediction = await predictor.PredictAsync(clip, ct);
        db.Predictions.Add(prediction);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/predictions/{prediction.Id}", PredictionView.Of(prediction));
    }

    private static async Task<PredictionView> Edit(Guid id, PredictionEdit edit, BacklotDb db, TimeProvider time, CancellationToken ct)
    {
        var prediction = await OfAsync(id, db.Predictions, ct);
        prediction.ActualCtr = edit.ActualCtr ?? prediction.ActualCtr;
        prediction.Views = edit.Views ?? prediction.Views;
        prediction.AdId = edit.AdId?.Trim() ?? prediction.AdId;
        FieldChecks.Demand(prediction.Views is null || prediction.ActualCtr is not null, "views", "give actualCtr too: views alone are no result.");
        prediction.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        if (edit.ActualCtr is not null || edit.Views is not null)
            await TrainModel.EnqueueAsync(db, ct);
        return PredictionView.Of(prediction);
    }

    private static async Task<CalibrationView> Calibration(BacklotDb db, Predictor predictor, CancellationToken ct) =>
        CalibrationView.Of(await predictor.NewestAsync(ct), await db.Predictions.CountAsync(p => p.ActualCtr != null, ct));

    private static async Task<Prediction> OfAsync(Guid id, IQueryable<Prediction> predictions, CancellationToken ct) =>
        await predictions.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
}
