using Npgsql;

namespace Backlot.Library.Clips;

/// <summary>Makes the clips' vectors searchable as soon as the database has the extension for it: it may come later than Backlot does.</summary>
internal sealed class VectorColumn(NpgsqlDataSource database, ILogger<VectorColumn> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var take = database.CreateCommand("select clips_take_vectors()");
            if (await take.ExecuteScalarAsync(cancellationToken) is false)
                log.LogInformation("The database has no extension vector, so similar clips cannot be searched for fast: "
                    + "build/pgvector.sh installs it, and its administrator may run create extension vector.");
        }
        catch (NpgsqlException failed)
        {
            log.LogWarning("Whether the database has vectors could not be asked ({Reason}); the next start does.", failed.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
