using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Schedules;

/// <summary>Adds the jobs of schedules when they are due. Any number of servers may do so at once: the row's lock decides
/// which one does, and job and next run commit together. Runs that were missed while no server was up are made good by one.</summary>
internal sealed class Scheduler(NpgsqlDataSource database, IEnumerable<JobKind> kinds, ILogger<Scheduler> log) : BackgroundService
{
    /// <summary>A new schedule may be due before those that were known, so the wait has an end.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(5);

    private const int PageRows = 100;

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(kind => kind.Name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = ShortestWait;
            try
            {
                wait = await WaitAsync(stoppingToken);
                if (wait <= TimeSpan.Zero)
                    while (await RunDueAsync(stoppingToken) == PageRows)
                    {
                    }
            }
            catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("Schedules cannot be looked at ({Reason}); trying again.", away.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(wait < ShortestWait ? ShortestWait : wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How many schedules were due and not another server's.</returns>
    internal async Task<int> RunDueAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = await DueAsync(connection, ct);
        foreach (var schedule in due)
            await RunAsync(connection, schedule, ct);
        await transaction.CommitAsync(ct);
        return due.Count;
    }

    private async Task<TimeSpan> WaitAsync(CancellationToken ct)
    {
        await using var wait = SqlFile.Command(database, "Jobs/Schedules/Sql/wait.sql", [Names]);
        return await wait.ExecuteScalarAsync(ct) is double seconds && seconds < LongestWait.TotalSeconds
            ? TimeSpan.FromSeconds(Math.Max(seconds, 0))
            : LongestWait;
    }

    private async Task<List<DueSchedule>> DueAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var due = SqlFile.Command(connection, "Jobs/Schedules/Sql/due.sql", Names, PageRows);
        await using var rows = await due.ExecuteReaderAsync(ct);
        var schedules = new List<DueSchedule>();
        while (await rows.ReadAsync(ct))
            schedules.Add(new(rows.GetGuid(0), _kinds[rows.GetString(1)], rows.GetString(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4)));
        return schedules;
    }

    private async Task RunAsync(NpgsqlConnection connection, DueSchedule schedule, CancellationToken ct)
    {
        try
        {
            var next = CronExpression.Parse(schedule.Cron).Next(schedule.Now, ScheduleTable.ZoneOf(schedule.TimeZone));
            await using var run = SqlFile.Command(connection, "Jobs/Schedules/Sql/run.sql", schedule.Id, Guid.CreateVersion7(), next,
                schedule.Kind.Queue, schedule.Kind.MaxAttempts, schedule.Kind.IsShort);
            if (await run.ExecuteScalarAsync(ct) is false)
                log.LogInformation("Schedule {Schedule} was due while its last job is unfinished; it adds none.", schedule.Id);
        }
        catch (FormatException unreadable)
        {
            log.LogError("Schedule {Schedule} cannot be run here and waits for an hour: {Reason}", schedule.Id, unreadable.Message);
            await using var postpone = SqlFile.Command(connection, "Jobs/Schedules/Sql/postpone.sql", schedule.Id);
            await postpone.ExecuteNonQueryAsync(ct);
        }
    }

    private string[] Names => [.. _kinds.Keys];

    private sealed record DueSchedule(Guid Id, JobKind Kind, string Cron, string TimeZone, DateTimeOffset Now);
}
