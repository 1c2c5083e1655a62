using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Http.Idempotency;

/// <summary>Forgets kept answers, and counts of requests, after a day; a page at a time, so that no sweep locks many rows
/// for long.</summary>
internal sealed class KeySweep(NpgsqlDataSource database, TimeProvider time, ILogger<KeySweep> log) : BackgroundService
{
    /// <summary>How long a key is good at least.</summary>
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
                log.LogWarning("Kept answers could not be swept ({Reason}); the next sweep will.", away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many were forgotten.</returns>
    private async Task<int> SweepPageAsync(string what, CancellationToken ct)
    {
        await using var sweep = database.CreateCommand(SqlFile.Read($"Platform/Http/{what}/Sql/sweep.sql"));
        sweep.Parameters.Add(new() { Value = time.GetUtcNow() - Lifetime });
        sweep.Parameters.Add(new() { Value = PageRows });
        return await sweep.ExecuteNonQueryAsync(ct);
    }
}
