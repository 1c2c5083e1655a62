using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>Brings the database's schema up to this program, or some steps down.</summary>
/// <param name="database">How to reach the database; the steps run on a connection of their own.</param>
public sealed class Schema(NpgsqlConnectionStringBuilder database)
{
    /// <summary>Any number, the same in every Backlot: only one of them may change a schema at a time.</summary>
    private const long MigrationLock = 0x4261636b6c6f74; // "Backlot"

    /// <summary>Runs what is missing, in order; waits while another process does so.</summary>
    /// <returns>The names of the steps that were run.</returns>
    /// <exception cref="StartFailed">The database is newer than this program (nothing is changed), cannot be reached, or
    /// a step could not get its locks within 3 s.</exception>
    public Task<IReadOnlyList<string>> UpAsync(CancellationToken ct) => ChangeAsync(async (db, applied, _) =>
    {
        var missing = db.Database.GetMigrations().Except(applied).ToList();
        if (missing.Count > 0)
            await db.Database.MigrateAsync(ct);
        return missing;
    }, ct);

    /// <summary>Takes the newest <paramref name="steps"/> steps back.</summary>
    /// <returns>The names of the steps that were undone, newest first.</returns>
    /// <exception cref="StartFailed">There are fewer steps, or as for <see cref="UpAsync"/>.</exception>
    public Task<IReadOnlyList<string>> DownAsync(int steps, CancellationToken ct) => ChangeAsync(async (db, applied, migrator) =>
    {
        if (steps < 1 || steps > applied.Count)
            throw new StartFailed($"The database has {applied.Count} migrations: name a number from 1 to {applied.Count} to take back.");
        var undone = applied.Reverse().Take(steps).ToList();
        await migrator.MigrateAsync(steps == applied.Count ? Migration.InitialDatabase : applied[^(steps + 1)], ct);
        return undone;
    }, ct);

    /// <summary>For programs that work on the database beside a server.</summary>
    /// <exception cref="StartFailed">A step is missing, or as for <see cref="UpAsync"/>.</exception>
    public Task DemandCurrentAsync(CancellationToken ct) => ChangeAsync((db, applied, _) => db.Database.GetMigrations().Except(applied).Any()
        ? throw new StartFailed("The database is of an earlier Backlot: bring it up with ./backlot migrate, or start the server once.")
        : Task.FromResult<List<string>>([]), ct);

    private async Task<IReadOnlyList<string>> ChangeAsync(
        Func<BacklotDb, IReadOnlyList<string>, IMigrator, Task<List<string>>> change, CancellationToken ct)
    {
        try
        {
            await using var guard = await OpenAsync(new(Connection(lockTimeoutSeconds: 0)), ct);
            await using (var wait = new NpgsqlCommand($"select pg_advisory_lock({MigrationLock})", guard) { CommandTimeout = 0 })
                await wait.ExecuteNonQueryAsync(ct);

            await using var db = new BacklotDb(Options(Connection(lockTimeoutSeconds: 3)).Options);
            var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
            if (applied.Except(db.Database.GetMigrations()).FirstOrDefault() is { } unknown)
                throw new StartFailed($"The database was changed by a newer Backlot (migration {unknown}): start that version, or give this one another database.");
            return await change(db, applied, db.GetService<IMigrator>());
        }
        // EF Core wraps what it takes for a passing trouble, and a lock that could not be had is one.
        catch (Exception e) when (e is not StartFailed && (e as PostgresException ?? e.InnerException as PostgresException) is { } refused)
        {
            throw new StartFailed(refused.SqlState == PostgresErrorCodes.LockNotAvailable
                ? "A migration waited 3 s for a table that something else keeps locked: end that, then start again."
                : $"The database refused a migration ({refused.SqlState}: {refused.MessageText}): nothing of that step was kept.", refused);
        }
        catch (NpgsqlException away)
        {
            throw Away(database, away);
        }
    }

    /// <summary>A connection outside of every pool.</summary>
    /// <exception cref="StartFailed">The database cannot be reached or used.</exception>
    internal static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder database, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (NpgsqlException failed)
        {
            await connection.DisposeAsync();
            throw failed is PostgresException refused
                ? new StartFailed($"The database {database.Host}:{database.Port}/{database.Database} cannot be used ({refused.SqlState}: {refused.MessageText}): check DATABASE_URL.", refused)
                : Away(database, failed);
        }
    }

    internal static DbContextOptionsBuilder<BacklotDb> Options(string connection) =>
        new DbContextOptionsBuilder<BacklotDb>().UseNpgsql(connection, ConfigureNpgsql).ConfigureWarnings(Quiet)
            .ReplaceService<IMigrationsIdGenerator, NumberedSteps>();

    internal static void ConfigureNpgsql(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable("migrations");

    /// <summary>The schema is written by hand and a test compares it with the model, so EF's own comparison, which
    /// wants generated snapshots, is switched off. A statement that fails is no error of the server's yet: it may be a name
    /// that is taken. Who catches it says so, and nobody can fill the log with errors by asking for what is taken.</summary>
    internal static void Quiet(WarningsConfigurationBuilder warnings) => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)
        .Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug));

    private static StartFailed Away(NpgsqlConnectionStringBuilder database, NpgsqlException away) =>
        new($"The database {database.Host}:{database.Port}/{database.Database} cannot be reached ({away.Message}): check DATABASE_URL and that the server runs.", away);

    private string Connection(int lockTimeoutSeconds) => new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        Pooling = false,
        Options = $"-c lock_timeout={lockTimeoutSeconds}s",
        CommandTimeout = 0,
    }.ConnectionString;
}
