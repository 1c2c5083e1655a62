using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>Makes prompts searchable as soon as the database has the extension for it, and knows whether it has.</summary>
internal sealed class PromptVectors(NpgsqlDataSource database, ILogger<PromptVectors> log) : IHostedService
{
    private bool? _areOn;

    /// <summary>Asked once: it changes only at the start of a program.</summary>
    public async ValueTask<bool> AreOnAsync(CancellationToken ct) => _areOn ?? (_areOn = await AskAsync("is_vector", ct)).Value;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _areOn = await AskAsync("takes_vectors", cancellationToken);
            if (_areOn is false)
                log.LogInformation("The database has no extension vector, so the semantic cache is off: build/pgvector.sh installs it, "
                    + "and its administrator may run create extension vector.");
        }
        catch (NpgsqlException failed)
        {
            log.LogWarning("Whether the database has vectors of prompts could not be asked ({Reason}); the next start does.", failed.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> AskAsync(string file, CancellationToken ct)
    {
        await using var ask = SqlFile.Command(database, $"Generation/Caches/Semantic/Sql/{file}.sql");
        return await ask.ExecuteScalarAsync(ct) is true;
    }
}
