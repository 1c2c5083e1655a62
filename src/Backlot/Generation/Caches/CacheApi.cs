using System.ComponentModel;
using Backlot.Generation.Caches.Reports;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches;

/// <summary><c>/api/cache</c>.</summary>
internal static class CacheApi
{
    private const int UsualDays = 30, MostDays = 3660;

    public static void MapCaches(this IEndpointRouteBuilder routes)
    {
        var cache = routes.MapGroup("/api/cache").WithTags("Cache").ProducesProblem(401);
        cache.MapGet("/", Read).WithName("getCache").WithSummary("What the caches served, what that saved, and what was wrong").ProducesProblem(400);
        cache.MapGet("/reports", List).WithName("listWrongHits").WithSummary("Wrong hits that you reported, newest first").ProducesProblem(400);
        cache.MapPost("/reports", Report).WithName("reportWrongHit").WithSummary("Report that a cache served what was not asked for")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).Makes();
    }

    private static async Task<CacheView> Read(Caller caller, BacklotDb db, IPromptIndex index, TimeProvider time,
        [Description("Of the last so many days, 1 to 3660. Default: 30.")] int? days, CancellationToken ct)
    {
        var counted = days ?? UsualDays;
        if (counted is < 1 or > MostDays)
            throw new Refusal(400, "days.invalid", $"days is {counted}: choose 1 to {MostDays}.");
        var figures = await db.Database.SqlQueryRaw<CacheFigures>(
            SqlFile.Read("Generation/Caches/Sql/figures.sql"), caller.UserId, time.GetUtcNow().AddDays(-counted)).ToListAsync(ct);
        return CacheView.Of(counted, figures, await index.IsOnAsync(ct));
    }

    private static Task<Page<WrongHitView>> List(BacklotDb db, int? limit, string? cursor, CancellationToken ct)
    {
        var reports = db.CacheReports.AsNoTracking();
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await reports.Where(r => r.Id < below).OrderByDescending(r => r.Id).Take(take).ToListAsync(ct)).ConvertAll(WrongHitView.Of),
            report => report.Id);
    }

    private static async Task<Created<WrongHitView>> Report(NewWrongHit wanted, BacklotDb db, WrongHits wrongHits, CancellationToken ct)
    {
        var generation = await db.Generations.SingleOrDefaultAsync(g => g.Id == wanted.GenerationId, ct) ?? throw Refusal.NotFound();
        return TypedResults.Created("/api/cache/reports", WrongHitView.Of(await wrongHits.ReportAsync(generation, wanted.Note?.Trim(), ct)));
    }
}
