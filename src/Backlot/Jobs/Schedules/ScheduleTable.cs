using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs.Schedules;

/// <summary>Putting schedules in.</summary>
public static class ScheduleTable
{
    extension(BacklotDb db)
    {
        public DbSet<Schedule> Schedules => db.Set<Schedule>();
    }

    /// <summary>Sees to it that the user has a schedule of this name, as given here. Said again with the same times, at every
    /// start of a program, say, it keeps its next run, also one that was missed; one that is switched off stays so.</summary>
    /// <param name="db">Joined to its transaction, if there is one.</param>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="args">Of the job that it adds. While the job of one run is unfinished, the next run adds none.</param>
    /// <param name="cron">See <see cref="CronExpression"/>.</param>
    /// <param name="timeZone">An IANA name, <c>Europe/Berlin</c> or <c>UTC</c>.</param>
    /// <param name="userId">Whose jobs they are.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="FormatException">The expression or the time zone is none; the message says what to write.</exception>
    public static async Task<Guid> ScheduleAsync<TArgs>(this BacklotDb db, string name, TArgs args, string cron, string timeZone, Guid userId,
        CancellationToken ct = default) where TArgs : IJobArgs
    {
        var (expression, zone) = (CronExpression.Parse(cron), ZoneOf(timeZone));
        var now = await db.Database.SqlQuery<DateTimeOffset>($"select now() as \"Value\"").SingleAsync(ct);
        return (await db.Database.SqlQueryRaw<Guid>(SqlFile.Read("Jobs/Schedules/Sql/put.sql"), Guid.CreateVersion7(), userId, name,
            TArgs.Kind, JobKind.Write(args), expression.ToString(), zone.Id, expression.Next(now, zone)).ToListAsync(ct)).Single();
    }

    /// <exception cref="FormatException">There is none of that name.</exception>
    internal static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        ? zone
        : throw new FormatException($"There is no time zone '{name}' on this machine: write an IANA name such as Europe/Berlin, or UTC.");
}
