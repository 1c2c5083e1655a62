using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs.Workers;

/// <summary>A process that runs jobs.</summary>
/// <param name="Slots">Of all its queues together.</param>
/// <param name="Running">Jobs that it has in hand; of short ones also those that it fetched ahead.</param>
/// <param name="SilentSeconds">Since it last said that it lives.</param>
public sealed record WorkerView(
    Guid Id, string Host, int ProcessId, IReadOnlyList<string> Queues, int Slots, int Running, DateTimeOffset StartedAt, double SilentSeconds);

/// <summary>All workers, by host.</summary>
public sealed record WorkerList(IReadOnlyList<WorkerView> Items);

/// <summary><c>/api/workers</c>, for admins.</summary>
internal static class WorkerApi
{
    public static void MapWorkerApi(this IEndpointRouteBuilder routes) => routes.MapGet("/api/workers", List)
        .WithTags("Queues").WithName("listWorkers").WithSummary("Every process that runs jobs").ForAdmins().ProducesProblem(401).ProducesProblem(403);

    private static async Task<WorkerList> List(BacklotDb db, CancellationToken ct) =>
        new(await db.Database.SqlQueryRaw<WorkerView>(SqlFile.Read("Jobs/Workers/Sql/workers.sql")).ToListAsync(ct));
}
