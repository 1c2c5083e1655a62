using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
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
        ["autovacuum"] = "off", ["checkpoint_timeout"] = "1h", ["max_wal_size"] = "8GB", ["wal_level"] = "minimal", ["max_wal_senders"] = "0",
    };

    private readonly SemaphoreSlim _copying = new(1);
    private DataFolder _folder = null!;
    private EmbeddedPostgres _postgres = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = DataFolder.Own(Path.Combine(Path.GetTempPath(), "backlot-tests-" + Guid.CreateVersion7().ToString("N")[^12..]));
        _postgres = await EmbeddedPostgres.StartAsync(_folder, Fast, CancellationToken.None);
        await new Schema(_postgres.Database).UpAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_folder.Root, recursive: true);
    }

    /// <summary>A new database with the schema in place, or with nothing in it.</summary>
    public async Task<NpgsqlConnectionStringBuilder> NewDatabaseAsync(bool empty = false)
    {
        var name = "t" + Guid.CreateVersion7().ToString("N");
        await _copying.WaitAsync();     // a template must not be in use while it is copied
        try
        {
            await using var admin = new NpgsqlConnection(Named("postgres", pooling: false).ConnectionString);
            await admin.OpenAsync();
            await using var create = new NpgsqlCommand(
                $"create database {name} template {(empty ? "template1" : EmbeddedPostgres.DatabaseName)}", admin);
            await create.ExecuteNonQueryAsync();
        }
        finally
        {
            _copying.Release();
        }
        return Named(name, pooling: true);
    }

    private NpgsqlConnectionStringBuilder Named(string database, bool pooling) => new(_postgres.Database.ConnectionString)
    {
        Database = database,
        Pooling = pooling,
        MaxPoolSize = 20,
    };
}
