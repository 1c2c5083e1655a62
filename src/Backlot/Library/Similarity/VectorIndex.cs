using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Similarity;

/// <summary>Sees to it that the vectors of clips have their index. It is built beside the work that goes on: clips are read, added and
/// changed meanwhile, and compared one by one until it is there. A build that was cut off leaves half an index, which nothing uses; the
/// next start throws it away and builds anew.</summary>
internal sealed class VectorIndex(DirectDatabase direct, VectorColumn column, ILogger<VectorIndex> log) : BackgroundService
{
    /// <summary>What one build may use. One that fits in here is many times faster than one that does not; 3,000 clips take 4.1 MB.</summary>
    private const string BuildMemory = "set maintenance_work_mem = '3GB'; set max_parallel_maintenance_workers = 2";

    /// <returns>False when it was there, or nobody may build it here.</returns>
    public async Task<bool> EnsureAsync(CancellationToken ct)
    {
        await using var connection = await direct.Source.OpenConnectionAsync(ct);
        // Of many servers that start at once, one builds; the lock ends with the connection.
        if (!await AskAsync(connection, "wants_index", ct) || !await AskAsync(connection, "lock_index", ct))
            return false;
        try
        {
            if (!await AskAsync(connection, "wants_index", ct))
                return false;       // another has built it just now
            log.LogInformation("The index of the clips' vectors is being built; meanwhile clips are compared one by one.");
            await RunAsync(connection, BuildMemory, ct);
            await RunAsync(connection, SqlFile.Read("Library/Similarity/Sql/drop_index.sql"), ct);
            await RunAsync(connection, SqlFile.Read("Library/Similarity/Sql/create_index.sql"), ct);
            return true;
        }
        finally
        {
            // A connection that broke is not used again.
            if (connection.FullState == System.Data.ConnectionState.Open)
                await RunAsync(connection, "reset maintenance_work_mem; reset max_parallel_maintenance_workers; select pg_advisory_unlock_all()", CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await column.TakeVectorsAsync(stoppingToken);
            await EnsureAsync(stoppingToken);
        }
        catch (NpgsqlException failed)
        {
            log.LogWarning("The clips' vectors or their index were not made ({Reason}); the next start tries again.", failed.Message);
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string file, CancellationToken ct)
    {
        await using var ask = SqlFile.Command(connection, $"Library/Similarity/Sql/{file}.sql");
        return await ask.ExecuteScalarAsync(ct) is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
