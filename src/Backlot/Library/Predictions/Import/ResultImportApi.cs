using Backlot.Platform.Database;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Library.Predictions.Import;

/// <summary>What an ad system says of ads.</summary>
/// <param name="Csv">Columns ad_id, clip_id (for ads that are not known yet), and ctr or clicks and views; see docs/predictions.md.</param>
/// <param name="DryRun">Only say what would be done.</param>
public sealed record NewResults([Text(NewResults.LongestCsv, ManyLines = true)] string Csv, bool DryRun = false) : IRequestBody<NewResults>
{
    internal const int LongestCsv = 1_000_000;

    public static NewResults Example => new("ad_id,clip_id,clicks,views\nad-4711,0193a1b2-0000-7000-8000-000000000001,288,12000\n", DryRun: true);
}

/// <param name="Updated">Predictions that have a result now, or another one.</param>
/// <param name="Added">Made for clips that had none to take the result.</param>
/// <param name="DryRun">True: nothing was kept.</param>
/// <param name="TrainingJobId">The job that learns from them; null for a dry run.</param>
public sealed record ImportedResults(int Updated, int Added, bool DryRun, Guid? TrainingJobId);

/// <summary><c>POST /api/predictions/import</c>.</summary>
internal static class ResultImportApi
{
    public static void MapResultImport(this IEndpointRouteBuilder predictions) => predictions.MapPost("/import", Import).WithName("importResults")
        .WithSummary("Feed the results of ads back, from CSV: all lines or, when one is wrong, none").ProducesProblem(400).ProducesProblem(422).Makes();

    private static async Task<ImportedResults> Import(NewResults results, BacklotDb db, ResultImport import, CancellationToken ct)
    {
        var (updated, added) = await import.ReadAsync(results.Csv, ct);
        if (results.DryRun)
        {
            db.ChangeTracker.Clear();
            return new(updated, added, true, null);
        }
        return await db.InTransactionAsync(async () =>
        {
            await db.SaveChangesAsync(ct);
            return new ImportedResults(updated, added, false, await TrainModel.EnqueueAsync(db, ct));
        }, ct);
    }
}
