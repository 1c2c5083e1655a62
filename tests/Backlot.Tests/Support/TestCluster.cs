using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Shipped;
using Backlot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Backlot.Tests.Support;

/// <summary>One embedded PostgreSQL for the whole suite; each test gets a database of its own, copied from a migrated one.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Fast = new()
    {
        ["fsync"] = "off", ["synchronous_commit"] = "off", ["full_page_writes"] = "off", ["max_connections"] = "300",
        // A hundred small databases that live for seconds: nothing to vacuum, nothing to write back in between.
        ["autovacuum"] = "off", ["checkpoint_timeout"] = "1h", ["max_wal_size"] = "1GB", ["wal_level"] = "minimal", ["max_wal_senders"] = "0",
        // Every drop of a database looks through all of it.
        ["shared_buffers"] = "256MB",
    };

    /// <summary>Three times as fast as through the write-ahead log; PostgreSQL 14 knows no other way, and no word for it.</summary>
    private static readonly string CopyingFiles = PostgresPrograms.Find().Major > 14 ? "strategy file_copy" : "";

    /// <summary>As <see cref="EmbeddedPostgres.DatabaseName"/>, and what comes with Backlot is in it: a server's start finds nothing to write.</summary>
    private const string StartedName = "started";

    private readonly SemaphoreSlim _copying = new(1);
    private DataFolder _folder = null!;
    private EmbeddedPostgres _postgres = null!;
    private NpgsqlDataSource _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = DataFolder.Own(Path.Combine(Path.GetTempPath(), "backlot-tests-" + Guid.CreateVersion7().ToString("N")[^12..]));
        _postgres = await EmbeddedPostgres.StartAsync(_folder, Fast, CancellationToken.None);
        await new Schema(_postgres.Database).UpAsync(CancellationToken.None);
        _admin = NpgsqlDataSource.Create(Named("postgres"));
        await RunAsync($"create database {StartedName} template {EmbeddedPostgres.DatabaseName} {CopyingFiles}");
        await using var started = NpgsqlDataSource.Create(Named(StartedName));
        await new ShippedShelf(started, NullLogger<ShippedShelf>.Instance).StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_folder.Root, recursive: true);
        await PreparedDatabase.ForgetAsync();
    }

    /// <summary>A new database with the schema in place, or with nothing in it.</summary>
    public Task<NpgsqlConnectionStringBuilder> NewDatabaseAsync(bool empty = false) => CopyAsync(empty ? "template1" : EmbeddedPostgres.DatabaseName);

    /// <summary>A new database as a server leaves it that was started once and has no users.</summary>
    public Task<NpgsqlConnectionStringBuilder> NewStartedDatabaseAsync() => CopyAsync(StartedName);

    private async Task<NpgsqlConnectionStringBuilder> CopyAsync(string template)
    {
        var name = "t" + Guid.CreateVersion7().ToString("N");
        await _copying.WaitAsync();     // a template must not be in use while it is copied
        try
        {
            await RunAsync($"create database {name} template {template} {CopyingFiles}");
        }
        finally
        {
            _copying.Release();
        }
        return Named(name);
    }

    /// <summary>Forgets one that nobody needs any more: a thousand of them fill the memory that they lie in.</summary>
    public Task DropDatabaseAsync(NpgsqlConnectionStringBuilder database) => RunAsync($"drop database {database.Database} with (force)");

    private async Task RunAsync(string statement)
    {
        await using var command = _admin.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlConnectionStringBuilder Named(string database) => new(_postgres.Database.ConnectionString) { Database = database, MaxPoolSize = 20 };
}
