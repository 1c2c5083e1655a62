using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Uploads;

/// <summary>Forgets uploads that got no bytes for too long, and deletes files of uploads and downloads that nothing waits for: at the start
/// and then every ten minutes.</summary>
internal sealed class UploadSweep(NpgsqlDataSource database, DataFolder folder, UploadFiles uploads, TimeProvider time, ILogger<UploadSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>A file is there before its row is.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Old uploads could not be forgotten ({Reason}); the next sweep will.", failed.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task SweepAsync(CancellationToken ct)
    {
        await using (var forget = SqlFile.Command(database, "Library/Uploads/Sql/forget.sql"))
            await forget.ExecuteNonQueryAsync(ct);
        var now = time.GetUtcNow();
        foreach (var path in Directory.EnumerateFiles(folder.Uploads))
            if (Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out var id)
                && now - File.GetLastWriteTimeUtc(path) > Young && !await IsAwaitedAsync(database, id, ct))
            {
                uploads.Delete(id);
                File.Delete(path);
            }
    }

    /// <summary>Whether there is a row that waits for the bytes of this upload.</summary>
    internal static async Task<bool> IsAwaitedAsync(NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var ask = SqlFile.Command(database, "Library/Uploads/Sql/is_awaited.sql", id);
        return await ask.ExecuteScalarAsync(ct) is true;
    }
}
