using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.History;

/// <summary>Forgets jobs that ended more than <see cref="Settings.HistoryDays"/> ago, with the log of their attempts: at the
/// start and then every hour, a page at a time.</summary>
internal sealed class HistorySweep(NpgsqlDataSource database, Settings settings, TimeProvider time, ILogger<HistorySweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private const int PageRows = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                var forgotten = await SweepAsync(stoppingToken);
                if (forgotten > 0)
                    log.LogInformation("Forgot {Jobs} jobs that ended more than {Days} days ago.", forgotten, settings.HistoryDays);
            }
            catch (NpgsqlException away)
            {
                log.LogWarning("Old jobs could not be forgotten ({Reason}); the next sweep will.", away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many were forgotten.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var forgotten = 0;
        for (var (after, looked) = (Guid.Empty, PageRows); looked == PageRows;)
        {
            var started = TimeProvider.System.GetTimestamp();
            (looked, var deleted, after) = await SweepPageAsync(after, ct);
            forgotten += deleted;
            // Half of the time the disk belongs to the jobs that run.
            if (looked == PageRows)
                await Task.Delay(TimeProvider.System.GetElapsedTime(started), ct);
        }
        return forgotten;
    }

    private async Task<(int Looked, int Deleted, Guid Last)> SweepPageAsync(Guid after, CancellationToken ct)
    {
        await using var prune = SqlFile.Command(database, "Jobs/History/Sql/prune.sql", after, settings.HistoryDays, PageRows);
        await using var row = await prune.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt32(0), row.GetInt32(1), row.IsDBNull(2) ? after : row.GetGuid(2));
    }
}
