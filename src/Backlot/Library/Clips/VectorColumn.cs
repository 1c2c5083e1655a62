using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Clips;

/// <summary>Makes the clips' vectors searchable as soon as the database has the extension for it: it may come later than Backlot does. Arrays that
/// are there by then are copied page by page into a column of vectors, beside the work that goes on, and then it takes their place. A copy that
/// was cut off is gone on with by the next start.</summary>
internal sealed class VectorColumn(DirectDatabase direct, ILogger<VectorColumn> log)
{
    /// <summary>For a lock that everybody else then waits behind; tried again and again.</summary>
    private const string ShortWait = "set local lock_timeout = '2s'";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>Rows of one step. Default 500.</summary>
    internal int PageRows { get; init; } = 500;

    /// <returns>Whether the column holds vectors now.</returns>
    public async Task<bool> TakeVectorsAsync(CancellationToken ct)
    {
        await using var connection = await direct.Source.OpenConnectionAsync(ct);
        if (await IsTakenAsync(connection, ct))
            return true;
        if (!await AskAsync<bool>(connection, "has_extension", ct))
        {
            log.LogInformation("The database has no extension vector, so similar clips cannot be searched for fast: "
                + "build/pgvector.sh installs it, and its administrator may run create extension vector.");
            return false;
        }
        if (!await AskAsync<bool>(connection, "lock_vectors", ct))
            return false;       // another server copies
        try
        {
            // Another may have ended just now.
            if (!await IsTakenAsync(connection, ct))
                await ConvertAsync(connection, ct);
            return true;
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await RunAsync(connection, "select pg_advisory_unlock_all()", CancellationToken.None);
        }
    }

    private async Task ConvertAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        log.LogInformation("The clips' numbers are being made into vectors; meanwhile clips are compared one by one.");
        await AlterAsync(connection, "begin_vectors", ct);
        for (Guid? after = Guid.Empty; after is { } id;)
            try
            {
                after = await AskAsync<Guid?>(connection, "copy_vectors", ct, id, PageRows);
            }
            catch (PostgresException crossed) when (crossed.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(Rest, ct);     // the same page again
            }
        await AlterAsync(connection, "swap_vectors", ct);
    }

    /// <summary>Under a lock that keeps everybody out for a moment. While somebody else holds the table, it gives way and comes back.</summary>
    private static async Task AlterAsync(NpgsqlConnection connection, string file, CancellationToken ct)
    {
        while (true)
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await RunAsync(connection, ShortWait, ct);
                await RunAsync(connection, SqlFile.Read($"Library/Clips/Sql/{file}.sql"), ct);
                await transaction.CommitAsync(ct);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await Task.Delay(Rest, ct);
            }
    }

    private static async Task<bool> IsTakenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand("select clips_take_vectors()", connection);
        return await take.ExecuteScalarAsync(ct) is true;
    }

    private static async Task<T?> AskAsync<T>(NpgsqlConnection connection, string file, CancellationToken ct, params object[] values)
    {
        await using var ask = SqlFile.Command(connection, $"Library/Clips/Sql/{file}.sql", values);
        ask.CommandTimeout = 0;
        return await ask.ExecuteScalarAsync(ct) is T answer ? answer : default;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
