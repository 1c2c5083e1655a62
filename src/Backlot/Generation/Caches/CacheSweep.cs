using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Generation.Caches;

/// <summary>Forgets entries that are too old; a page at a time, so that no sweep locks many rows for long.</summary>
internal sealed class CacheSweep(NpgsqlDataSource database, TimeProvider time, ILogger<CacheSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);
    private const int PageRows = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException away)
            {
                log.LogWarning("The caches could not be swept ({Reason}); the next sweep will.", away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many were forgotten.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var forgotten = 0;
        foreach (var level in (string[])["exact", "semantic", "predicted"])
            for (var page = PageRows; page == PageRows; forgotten += page)
            {
                await using var sweep = SqlFile.Command(database, $"Generation/Caches/Sql/sweep_{level}.sql", time.GetUtcNow(), PageRows);
                page = await sweep.ExecuteNonQueryAsync(ct);
            }
        return forgotten;
    }
}
