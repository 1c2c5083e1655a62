using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Http;

/// <summary>Forgets kept answers, and counts of requests, after a day; a page at a time, so that no sweep locks many rows
/// for long.</summary>
internal sealed class RequestSweep(NpgsqlDataSource database, TimeProvider time, ILogger<RequestSweep> log) : BackgroundService
{
    /// <summary>How long an idempotency key is good at least; no window of a rate limit is longer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);
    private const int PageRows = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                foreach (var what in (string[])["Idempotency", "RateLimits"])
                    while (await SweepPageAsync(what, stoppingToken) == PageRows)
                    {
                    }
            }
            catch (NpgsqlException away)
            {
                log.LogWarning("What is kept of requests could not be swept ({Reason}); the next sweep will.", away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many were forgotten.</returns>
    private async Task<int> SweepPageAsync(string what, CancellationToken ct)
    {
        await using var sweep = SqlFile.Command(database, $"Platform/Http/{what}/Sql/sweep.sql", time.GetUtcNow() - Lifetime, PageRows);
        return await sweep.ExecuteNonQueryAsync(ct);
    }
}
