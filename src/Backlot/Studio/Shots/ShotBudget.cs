using Backlot.Generation.Orders;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>What may be spent on a project by now: an order may wait for long, and a budget be raised or lowered meanwhile.</summary>
internal sealed class ShotBudget(BacklotDb db)
{
    /// <returns>Null: the project was deleted, and nothing may be spent on it.</returns>
    public async Task<OrderContext?> NowAsync(OrderContext ordered, CancellationToken ct)
    {
        if (ordered.ProjectId is not { } id)
            return ordered;
        return await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } project ? ordered with { BudgetUsd = project.Settings.BudgetUsd } : null;
    }
}
