using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Analyses;

/// <summary>What was asked of an asset, and what was found.</summary>
/// <param name="Result">There when it is completed; what is in it depends on the type, see docs/analyses.md.</param>
/// <param name="TokenUsage">That the provider counted; 0 when nobody was asked for it, null when the provider counts minutes of sound.</param>
/// <param name="CostUsd">By the model's prices that the settings tell; 0 for local, and when an earlier analysis had asked the very same.</param>
public sealed record AnalysisView(
    Guid Id, Guid AssetId, [StateOf<AnalysisType>] string Type, string Provider, string? Workflow, int Priority, [StateOf<AnalysisStatus>] string Status,
    JsonElement? Result, string? Error, int? TokenUsage, int? ProcessingTimeMs, decimal? CostUsd, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt)
{
    internal static AnalysisView Of(AnalysisResult a) => new(
        a.Id, a.AssetId, TextEnum.Name(a.AnalysisType), a.Provider, a.Workflow, a.Priority, TextEnum.Name(a.Status),
        a.ResultData is null ? null : JsonSerializer.Deserialize<JsonElement>(a.ResultData), a.ErrorMessage, a.TokenUsage, a.ProcessingTimeMs, a.Cost,
        a.CreatedAt, a.CompletedAt);
}

/// <summary>Those that were ordered together.</summary>
public sealed record OrderedAnalyses([Items(1, 10)] IReadOnlyList<AnalysisView> Items);

/// <summary><c>/api/analyses</c>, and those of an asset.</summary>
internal static class AnalysisApi
{
    public static void MapAnalyses(this IEndpointRouteBuilder routes)
    {
        var ofAsset = routes.MapGroup("/api/assets/{id:guid}/analyses").WithTags("Analyses").ProducesProblem(401).ProducesProblem(404);
        ofAsset.MapPost("/", Add).WithName("addAnalyses").WithSummary("Find something out about an asset")
            .ProducesProblem(403).ProducesProblem(409).ProducesProblem(422).Makes();
        ofAsset.MapGet("/", List).WithName("listAnalysesOfAsset").WithSummary("What was asked of an asset, newest first").ProducesProblem(400);
        routes.MapGet("/api/analyses/{id:guid}", Get).WithTags("Analyses").WithName("getAnalysis").WithSummary("One analysis")
            .ProducesProblem(401).ProducesProblem(404).Versioned();
    }

    private static async Task<Accepted<OrderedAnalyses>> Add(
        Guid id, NewAnalysis wanted, Caller caller, BacklotDb db, KeyVault vault, QueueRoom room, CancellationToken ct)
    {
        var asset = await db.Assets.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();
        var orders = wanted.OrdersFor(asset);
        if (wanted.Asked is { } provider)
        {
            if (!caller.May(Scopes.Generate))
                throw new Refusal(403, "scope.missing", $"To ask {provider} is to spend: it takes a token with the scope {Scopes.Generate}.");
            await vault.DemandAsync(caller.UserId, provider, ct);
        }
        await room.DemandAsync(ct);
        var priority = (short)(wanted.Priority ?? 5);
        var ordered = orders.Select(order => new AnalysisResult
        {
            UserId = asset.UserId, AssetId = id, AnalysisType = order.Type, Provider = order.Provider, Workflow = wanted.Workflow, Priority = priority,
        }).ToList();
        db.AnalysisResults.AddRange(ordered);
        foreach (var analysis in ordered)
            if (analysis.Provider == LocalAnalysis.Name)
                db.Enqueue(new RunAnalysis(analysis.Id), asset.UserId, id, priority);
            else
                db.Enqueue(new AskAnalysis(analysis.Id, wanted.Anew == true), asset.UserId, id, priority);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/assets/{id}/analyses", new OrderedAnalyses(ordered.ConvertAll(AnalysisView.Of)));
    }

    private static async Task<Page<AnalysisView>> List(Guid id, BacklotDb db, int? limit, string? cursor, CancellationToken ct)
    {
        if (!await db.Assets.AnyAsync(a => a.Id == id, ct))
            throw Refusal.NotFound();
        return await Page.ReadAsync(limit, cursor,
            async (below, take) => (await db.AnalysisResults.AsNoTracking().Where(a => a.AssetId == id && a.Id < below).OrderByDescending(a => a.Id).Take(take)
                .ToListAsync(ct)).ConvertAll(AnalysisView.Of),
            analysis => analysis.Id);
    }

    private static async Task<AnalysisView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        AnalysisView.Of(await db.AnalysisResults.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound());
}
