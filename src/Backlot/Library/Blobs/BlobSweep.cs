using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Npgsql;

namespace Backlot.Library.Blobs;

/// <summary>Deletes the bytes of deleted assets <see cref="Settings.DeletedBlobHours"/> after their rows, and only when no other row needs
/// them: at the start and then every ten minutes. What was made of assets to be served is held to its size then, too.</summary>
internal sealed class BlobSweep(
    NpgsqlDataSource database, BlobStore blobs, RenderCache cache, Settings settings, TimeProvider time, ILogger<BlobSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private const int PageRows = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                var deleted = await SweepAsync(stoppingToken);
                await cache.TrimAsync(settings.RenderCacheBytes, stoppingToken);
                if (deleted > 0)
                    log.LogInformation("Deleted the bytes of {Blobs} assets that were deleted.", deleted);
            }
            catch (Exception failed) when (failed is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Deleted assets' bytes could not be deleted ({Reason}); the next sweep will.", failed.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many blobs were deleted.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var (deleted, before) = (0, time.GetUtcNow().AddHours(-settings.DeletedBlobHours));
        for (var looked = PageRows; looked == PageRows;)
        {
            (looked, var unused) = await DueAsync(before, ct);
            // One that was kept again since then is in a row, or in this table again.
            deleted += unused.Count(sha256 => blobs.Delete(sha256, before));
        }
        return deleted;
    }

    /// <summary>They are struck off at once: should this be killed before their bytes are gone, fsck finds them.</summary>
    private async Task<(int Looked, List<string> Unused)> DueAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var take = SqlFile.Command(database, "Library/Blobs/Sql/take_due.sql", before, PageRows);
        await using var rows = await take.ExecuteReaderAsync(ct);
        var (looked, unused) = (0, new List<string>());
        for (; await rows.ReadAsync(ct); looked++)
            if (!rows.GetBoolean(1))
                unused.Add(rows.GetString(0));
        return (looked, unused);
    }
}
