using System.ComponentModel;
using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Orders;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Generations;

/// <summary>Something that was ordered from a provider, or served by a cache instead.</summary>
/// <param name="Provider">Who made it; until then, who is to.</param>
/// <param name="ProviderJobId">The provider's own number of it.</param>
/// <param name="Parameters">Of the order.</param>
/// <param name="CostUsd">What the provider took; what a cache saved is <paramref name="SavedUsd"/>.</param>
/// <param name="AssetUrl">A signed link to what was made.</param>
/// <param name="Cache">Of what a cache served: what it had been made for; null else.</param>
/// <param name="Orders">What became of it at each provider that was asked, the first first; empty for what was made here.</param>
public sealed record GenerationView(
    Guid Id, [StateOf<GenerationKind>] string Kind, string Provider, string? Model, string? ProviderJobId, string Prompt, JsonElement Parameters,
    [StateOf<GenerationStatus>] string Status, [StateOf<ServedBy>] string ServedBy, decimal CostUsd, decimal SavedUsd, Guid? ProjectId, Guid? SceneId, Guid? JobId,
    Guid? AssetId, string? AssetUrl, string? Error, ServedView? Cache, IReadOnlyList<OrderView> Orders, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt)
{
    internal static GenerationView Of(GenerationRecord g, IEnumerable<Order> orders, MediaLinks links) => new(
        g.Id, TextEnum.Name(g.Kind), g.Provider, g.Model, g.ProviderJobId, g.Prompt, JsonSerializer.Deserialize<JsonElement>(g.Parameters),
        TextEnum.Name(g.Status), TextEnum.Name(g.ServedBy), g.ServedBy == Generation.ServedBy.Provider ? g.Cost : 0, g.ServedBy == Generation.ServedBy.Provider ? 0 : g.Cost,
        g.ProjectId, g.SceneId, g.JobId, g.AssetId, g.AssetId is { } asset ? links.Of(asset) : null, g.ErrorMessage, ServedView.Of(g), [.. orders.Select(OrderView.Of)], g.CreatedAt, g.CompletedAt);
}

/// <summary>What a cache served had been made for.</summary>
/// <param name="Prompt">Then.</param>
/// <param name="Likeness">Of that prompt and this one, 1 for the same.</param>
public sealed record ServedView(string Prompt, double Likeness)
{
    internal static ServedView? Of(GenerationRecord g) => g.ServedBy != Generation.ServedBy.Provider && CacheNote.Of(g) is { } note ? new(note.Prompt, Math.Round(note.Likeness, 4)) : null;
}

/// <summary>An order at a provider.</summary>
/// <param name="State">docs/providers.md draws the states. lost: it may have been paid for, and nothing is ordered in its place by itself.</param>
/// <param name="Requests">How often it was sent: more than once only where the ones before were refused.</param>
/// <param name="EstimatedUsd">What it was taken to cost.</param>
public sealed record OrderView(
    string Provider, string Model, [StateOf<OrderState>] string State, string? ProviderJobId, int Requests, string? Reason, decimal EstimatedUsd, DateTimeOffset SentAt, DateTimeOffset? EndedAt)
{
    internal static OrderView Of(Order o) =>
        new(o.Provider, o.Model, TextEnum.Name(o.State), o.ProviderJobId, o.Sends, o.Reason, o.EstimateUsd, o.SentAt, o.EndedAt);
}

/// <summary><c>/api/generations</c>.</summary>
internal static class GenerationApi
{
    public static void MapGenerations(this IEndpointRouteBuilder routes)
    {
        var generations = routes.MapGroup("/api/generations").WithTags("Generations").ProducesProblem(401);
        generations.MapGet("/", List).WithName("listGenerations").WithSummary("What was ordered from providers or served by caches, newest first").ProducesProblem(400);
        generations.MapGet("/{id:guid}", Get).WithName("getGeneration").WithSummary("One of them, with what became of it at each provider").ProducesProblem(404).Versioned();
    }

    private static Task<Page<GenerationView>> List(BacklotDb db, MediaLinks links,
        [Description("Only for this project.")] Guid? projectId,
        [Description("Only for this scene.")] Guid? sceneId,
        [StateOf<GenerationKind>, Description("Only of this kind.")] string? kind,
        [StateOf<GenerationStatus>, Description("Only in this state.")] string? status,
        int? limit, string? cursor, CancellationToken ct)
    {
        var generations = db.Generations.AsNoTracking();
        if (projectId is not null)
            generations = generations.Where(g => g.ProjectId == projectId);
        if (sceneId is not null)
            generations = generations.Where(g => g.SceneId == sceneId);
        if (kind is not null && TextEnum.Parse<GenerationKind>(kind) is var only)
            generations = generations.Where(g => g.Kind == only);
        if (status is not null && TextEnum.Parse<GenerationStatus>(status) is var state)
            generations = generations.Where(g => g.Status == state);
        return Page.ReadAsync(limit, cursor, async (below, take) =>
        {
            var page = await generations.Where(g => g.Id < below).OrderByDescending(g => g.Id).Take(take).ToListAsync(ct);
            var orders = await OrdersAsync(db, [.. page.Select(g => g.Id)], ct);
            return page.ConvertAll(g => GenerationView.Of(g, orders[g.Id], links));
        }, generation => generation.Id);
    }

    private static async Task<GenerationView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct)
    {
        var generation = await db.Generations.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) ?? throw Refusal.NotFound();
        return GenerationView.Of(generation, (await OrdersAsync(db, [id], ct))[id], links);
    }

    private static async Task<ILookup<Guid, Order>> OrdersAsync(BacklotDb db, IReadOnlyList<Guid> generations, CancellationToken ct) =>
        (await db.Orders.AsNoTracking().Where(o => generations.Contains(o.GenerationId)).OrderBy(o => o.Id).ToListAsync(ct)).ToLookup(o => o.GenerationId);
}
