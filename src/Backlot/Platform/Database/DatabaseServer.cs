using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>The database in use: the embedded cluster, or whatever <c>DATABASE_URL</c> names.</summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private DatabaseServer(NpgsqlConnectionStringBuilder connection, EmbeddedPostgres? embedded)
    {
        Connection = connection;
        _embedded = embedded;
    }

    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>The same database without a pooler between: for LISTEN, migrations, and whatever else lasts longer than a
    /// transaction.</summary>
    public NpgsqlConnectionStringBuilder Direct { get; private init; } = new();

    /// <summary>Starts the embedded cluster unless another database is named; pools as the settings say.</summary>
    /// <exception cref="StartFailed">As for <see cref="EmbeddedPostgres.StartAsync"/> and <see cref="DatabaseUrl.Parse"/>.</exception>
    public static async Task<DatabaseServer> StartAsync(Settings settings, DataFolder folder, CancellationToken ct)
    {
        var embedded = settings.DatabaseUrl is null ? await EmbeddedPostgres.StartAsync(folder, null, ct) : null;
        var connection = embedded?.Database ?? DatabaseUrl.Parse(settings.DatabaseUrl ?? "");
        var pooled = Pooled(connection, settings);
        return new(pooled, embedded) { Direct = DirectOf(settings, pooled) };
    }

    /// <summary>The database of a server that runs on this data folder, or whatever <c>DATABASE_URL</c> names; starts nothing.</summary>
    /// <exception cref="StartFailed">There is none.</exception>
    public static DatabaseServer Join(Settings settings, DataFolder folder)
    {
        if (settings.DatabaseUrl is null && folder.RunningServer() is null)
            throw new StartFailed($"No Backlot runs on {folder.Root}, so neither does its database: start it with ./backlot up, or set DATABASE_URL to the one the server uses.");
        var pooled = Pooled(settings.DatabaseUrl is { } url ? DatabaseUrl.Parse(url) : EmbeddedPostgres.DatabaseOf(folder), settings);
        return new(pooled, null) { Direct = DirectOf(settings, pooled) };
    }

    public static NpgsqlConnectionStringBuilder DirectOf(Settings settings, NpgsqlConnectionStringBuilder pooled) =>
        settings.DatabaseDirectUrl is { } direct ? new(DatabaseUrl.Parse(direct).ConnectionString) { ApplicationName = pooled.ApplicationName } : pooled;

    public static NpgsqlConnectionStringBuilder Pooled(NpgsqlConnectionStringBuilder connection, Settings settings) =>
        new(connection.ConnectionString)
        {
            MinPoolSize = Math.Min(settings.PoolMin, settings.PoolMax),
            MaxPoolSize = settings.PoolMax,
            ApplicationName = "backlot",
            // A claim brings a thousand rows, a COPY takes them: in 8 KiB, as is usual, each is a dozen switches between two programs.
            ReadBufferSize = 1 << 16,
            WriteBufferSize = 1 << 16,
            // A pooler gives each transaction another session, so nothing can be prepared in one.
            MaxAutoPrepare = settings.DatabaseDirectUrl is null ? 100 : 0,
            AutoPrepareMinUsages = 3,
            // Nothing here changes a session, so nothing is to be reset each time one is used again.
            NoResetOnClose = true,
        };

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
