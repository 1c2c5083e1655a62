using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.OpenApi;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs.Schedules;

/// <summary>A schedule as its owner sees it.</summary>
/// <param name="Cron">Minute, hour, day of month, month, day of week; or @hourly, @daily, @weekly, @monthly.</param>
/// <param name="TimeZone">Whose clock that is: an IANA name.</param>
/// <param name="Enabled">False: it adds no jobs.</param>
/// <param name="LastJobId">The job that it added last; it may be pruned by now.</param>
public sealed record ScheduleView(
    Guid Id, string Name, string Kind, string Cron, string TimeZone, bool Enabled, DateTimeOffset NextRunAt, DateTimeOffset? LastRunAt, Guid? LastJobId)
{
    internal static ScheduleView Of(Schedule s) => new(s.Id, s.Name, s.Kind, s.Cron, s.TimeZone, s.Enabled, s.NextRunAt, s.LastRunAt, s.LastJobId);
}

/// <summary>What is to be another way.</summary>
/// <param name="Enabled">Switched on again, it goes on with its next time from now; what was missed while it was off is not made good.</param>
public sealed record ScheduleEdit(bool Enabled) : IRequestBody<ScheduleEdit>
{
    public static ScheduleEdit Example => new(false);
}

/// <summary><c>/api/schedules</c>.</summary>
internal static class ScheduleApi
{
    public static void MapScheduleApi(this IEndpointRouteBuilder routes)
    {
        var schedules = routes.MapGroup("/api/schedules").WithTags("Schedules").ProducesProblem(401);
        schedules.MapGet("/", List).WithName("listSchedules").WithSummary("What adds jobs at set times, newest first").ProducesProblem(400);
        schedules.MapPatch("/{id:guid}", Edit).WithName("editSchedule").WithSummary("Switch a schedule on or off")
            .ProducesProblem(404).ProducesProblem(422);
    }

    private static Task<Page<ScheduleView>> List(BacklotDb db, int? limit, string? cursor, CancellationToken ct) => Page.ReadAsync(limit, cursor,
        async (below, take) => (await db.Schedules.AsNoTracking().Where(s => s.Id < below).OrderByDescending(s => s.Id).Take(take).ToListAsync(ct))
            .ConvertAll(ScheduleView.Of),
        schedule => schedule.Id);

    private static Task<ScheduleView> Edit(Guid id, ScheduleEdit edit, BacklotDb db, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        // Locked, so that a run that is under way and the new next time do not overwrite one another.
        var schedule = await db.Schedules.FromSql($"select * from schedules where id = {id} and user_id = {db.Owner} for update").SingleOrDefaultAsync(ct)
            ?? throw Refusal.NotFound();
        if (edit.Enabled && !schedule.Enabled)
        {
            var now = await db.Database.SqlQuery<DateTimeOffset>($"select now() as \"Value\"").SingleAsync(ct);
            schedule.NextRunAt = CronExpression.Parse(schedule.Cron).Next(now, ScheduleTable.ZoneOf(schedule.TimeZone));
        }
        schedule.Enabled = edit.Enabled;
        await db.SaveChangesAsync(ct);
        return ScheduleView.Of(schedule);
    }, ct);
}
