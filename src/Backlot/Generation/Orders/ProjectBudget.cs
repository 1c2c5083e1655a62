using System.Globalization;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Orders;

/// <summary>What may be spent on a project. What is under way counts by its estimate, and so does what may have been paid for.</summary>
internal static class ProjectBudget
{
    /// <summary>The code of a refusal.</summary>
    public const string UsedUp = "budget.used-up";

    /// <summary>US dollars.</summary>
    public static Task<decimal> SpentAsync(BacklotDb db, Guid userId, Guid projectId, CancellationToken ct) =>
        db.Database.SqlQueryRaw<decimal>(SqlFile.Read("Generation/Sql/project_spent.sql"), userId, projectId).SingleAsync(ct);

    /// <summary>In a transaction, one order of a project after the other, so that two at once cannot both take the rest.</summary>
    /// <exception cref="Refusal">402 <c>budget.used-up</c>.</exception>
    public static async Task DemandAsync(BacklotDb db, Guid userId, OrderContext context, decimal estimateUsd, CancellationToken ct)
    {
        if (context is not { ProjectId: { } project, BudgetUsd: { } budget } || estimateUsd == 0)
            return;
        if (db.Database.CurrentTransaction is not null)
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"budget/" + project}, 0))", ct);
        var spent = await SpentAsync(db, userId, project, ct);
        if (spent + estimateUsd > budget)
            throw new Refusal(402, UsedUp, string.Create(CultureInfo.InvariantCulture,
                $"The project's budget is ${budget:0.00##}, ${spent:0.00##} of it are spent or promised, and this takes about ${estimateUsd:0.00##}: ")
                + "raise the budget, or choose a cheaper model.");
    }
}
