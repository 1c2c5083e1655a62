using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Similarity;

/// <summary>Looks at the start whether clips have vectors of another embedder than the one that is set now, and has them made anew.</summary>
internal sealed class EmbedderChange(NpgsqlDataSource database, IServiceScopeFactory scopes, Embedder embedder, ILogger<EmbedderChange> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var user in await UsersAsync(stoppingToken))
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
                db.Owner = user;
                await EmbedClips.EnqueueAsync(db, stoppingToken);
            }
        }
        catch (Exception away) when (away is NpgsqlException or Refusal)
        {
            log.LogWarning("Whether clips have vectors of another embedder could not be asked ({Reason}); the next start does.", away.Message);
        }
    }

    private async Task<List<Guid>> UsersAsync(CancellationToken ct)
    {
        await using var ask = embedder.IsSet
            ? SqlFile.Command(database, "Library/Similarity/Sql/made_by_others.sql", embedder.Name)
            : SqlFile.Command(database, "Library/Similarity/Sql/own_kept.sql");
        await using var rows = await ask.ExecuteReaderAsync(ct);
        var users = new List<Guid>();
        while (await rows.ReadAsync(ct))
            users.Add(rows.GetGuid(0));
        return users;
    }
}
