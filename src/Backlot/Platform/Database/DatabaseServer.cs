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

    /// <summary>Starts the embedded cluster unless another database is named; pools as the settings say.</summary>
    /// <exception cref="StartFailed">As for <see cref="EmbeddedPostgres.StartAsync"/> and <see cref="DatabaseUrl.Parse"/>.</exception>
    public static async Task<DatabaseServer> StartAsync(Settings settings, DataFolder folder, CancellationToken ct)
    {
        var embedded = settings.DatabaseUrl is null ? await EmbeddedPostgres.StartAsync(folder, null, ct) : null;
        var connection = embedded?.Database ?? DatabaseUrl.Parse(settings.DatabaseUrl ?? "");
        return new(Pooled(connection, settings), embedded);
    }

    public static NpgsqlConnectionStringBuilder Pooled(NpgsqlConnectionStringBuilder connection, Settings settings) =>
        new(connection.ConnectionString)
        {
            MinPoolSize = Math.Min(settings.PoolMin, settings.PoolMax),
            MaxPoolSize = settings.PoolMax,
            ApplicationName = "backlot",
        };

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
