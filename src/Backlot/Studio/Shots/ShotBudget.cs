using Backlot.Generation.Orders;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>What may be spent on a project by now: an order may wait for long, and a budget be raised or lowered meanwhile.</summary>
internal sealed class ShotBudget(BacklotDb db)
{
    public async Task<OrderContext> NowAsync(OrderContext ordered, CancellationToken ct) => ordered.ProjectId is not { } id ? ordered
        : ordered with { BudgetUsd = (await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct))?.Settings.BudgetUsd };
}
