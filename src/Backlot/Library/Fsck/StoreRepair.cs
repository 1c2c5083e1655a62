using Backlot.Library.Assets;
using Backlot.Library.Footage;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Library.Fsck;

/// <summary>Puts right what a check found, and destroys nothing that anybody might still want.</summary>
internal sealed class StoreRepair(DataFolder folder, NpgsqlDataSource database, IServiceScopeFactory scopes)
{
    /// <summary>Files that should not be where they were; for a person to look at and delete.</summary>
    private string Quarantine => Path.Combine(folder.Root, "quarantine");

    public void PutAside(string path)
    {
        Directory.CreateDirectory(Quarantine);
        File.Move(path, Path.Combine(Quarantine, $"{Guid.CreateVersion7():N}-{Path.GetFileName(path)}"));
    }

    /// <summary>What somebody brought in fails until they bring it in again; what was made of a film is forgotten, and a job makes it anew.</summary>
    public async Task LoseAsync(string sha256, string reason, CancellationToken ct)
    {
        await RunAsync("Library/Fsck/Sql/fail.sql", ct, sha256, reason);
        foreach (var (userId, filmId) in await FilmsAsync(sha256, ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = userId;
            var (db, removal) = (scope.ServiceProvider.GetRequiredService<BacklotDb>(), scope.ServiceProvider.GetRequiredService<AssetRemoval>());
            await db.InTransactionAsync(async () =>
            {
                await db.LockSubjectAsync(filmId, ct);
                await removal.RemoveAsync(db.Assets.Where(a => a.DerivedFrom == filmId && a.Sha256 == sha256), ct);
                if (await db.Assets.SingleOrDefaultAsync(a => a.Id == filmId && a.Status == AssetStatus.Ready, ct) is { } film)
                    await db.EnqueueMissingAsync(film, ct);
            }, ct);
        }
    }

    public Task ForgetUploadAsync(Guid id, CancellationToken ct) => RunAsync("Library/Fsck/Sql/forget_upload.sql", ct, id);

    private async Task<List<(Guid UserId, Guid FilmId)>> FilmsAsync(string sha256, CancellationToken ct)
    {
        await using var ask = SqlFile.Command(database, "Library/Fsck/Sql/films.sql", sha256);
        await using var rows = await ask.ExecuteReaderAsync(ct);
        var films = new List<(Guid, Guid)>();
        while (await rows.ReadAsync(ct))
            films.Add((rows.GetGuid(0), rows.GetGuid(1)));
        return films;
    }

    private async Task RunAsync(string file, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = SqlFile.Command(connection, file, values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
