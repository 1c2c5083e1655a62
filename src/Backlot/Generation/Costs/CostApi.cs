using System.ComponentModel;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Costs;

/// <summary>What one project, provider or day cost.</summary>
/// <param name="Key">The project's id, the provider's name, or the day (UTC) as 2026-11-21; null for what belongs to no project.</param>
/// <param name="SpentUsd">US dollars, taken by providers.</param>
/// <param name="Calls">To providers, repeated ones counted.</param>
/// <param name="SavedUsd">US dollars that the caches' answers would have cost.</param>
/// <param name="SavedCalls">Answers of the caches.</param>
public sealed record CostLine(string? Key, decimal SpentUsd, long Calls, decimal SavedUsd, long SavedCalls);

/// <summary>Costs of a time.</summary>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC; it counts, too.</param>
public sealed record CostView(
    [OneOf("project", "provider", "day")] string GroupBy, DateOnly From, DateOnly To, IReadOnlyList<CostLine> Items, decimal SpentUsd, long Calls, decimal SavedUsd, long SavedCalls);

/// <summary><c>/api/costs</c>.</summary>
internal static class CostApi
{
    private const int UsualDays = 30, MostDays = 3660;
    private const string Project = "project", Provider = "provider", Day = "day";

    public static void MapCosts(this IEndpointRouteBuilder routes) => routes.MapGet("/api/costs", Read)
        .WithTags("Costs").WithName("getCosts").WithSummary("What was spent, and what the caches saved, by project, provider or day")
        .ProducesProblem(400).ProducesProblem(401);

    private static async Task<CostView> Read(Caller caller, BacklotDb db, TimeProvider time,
        [OneOf(Project, Provider, Day), Description("Default: provider.")] string? groupBy,
        [Day, Description("First day, UTC. Default: 29 days before the last one.")] string? from,
        [Day, Description("Last day, UTC. Default: today.")] string? to,
        CancellationToken ct)
    {
        var by = groupBy ?? Provider;
        var last = to is not null ? DayAttribute.Parse(to) : DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from is not null ? DayAttribute.Parse(from) : (last.DayNumber < UsualDays ? DateOnly.MinValue : last.AddDays(1 - UsualDays));
        if (first > last || last.DayNumber - first.DayNumber >= MostDays || last == DateOnly.MaxValue)
            throw new Refusal(400, "period.invalid", $"from {first:O} to {last:O} is no period: give from before to, at most {MostDays} days apart.");
        var items = await db.Database.SqlQueryRaw<CostLine>(
            SqlFile.Read("Generation/Sql/costs.sql"), caller.UserId, Midnight(first), Midnight(last.AddDays(1)), by).ToListAsync(ct);
        return new(by, first, last, items, items.Sum(i => i.SpentUsd), items.Sum(i => i.Calls), items.Sum(i => i.SavedUsd), items.Sum(i => i.SavedCalls));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
