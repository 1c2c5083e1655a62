using System.Globalization;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>A PostgreSQL of its own, thrown away at the end, that keeps what it has committed as a real one does. Peers are
/// measured on the same one.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private const string SharedMemory = "shared_buffers";

    private static readonly Dictionary<string, string> Conditions = new()
    {
        ["fsync"] = "on", ["synchronous_commit"] = "on", [SharedMemory] = "512MB", ["max_wal_size"] = "4GB", ["jit"] = "off",
        // A snapshot is pinned for longer than Backlot lets anybody do so.
        ["idle_in_transaction_session_timeout"] = "0",
        // Counts statements in those databases that ask for it.
        ["shared_preload_libraries"] = "pg_stat_statements", ["pg_stat_statements.track"] = "none",
    };

    private readonly DataFolder _folder;
    private readonly EmbeddedPostgres _postgres;

    private BenchCluster(DataFolder folder, EmbeddedPostgres postgres) => (_folder, _postgres) = (folder, postgres);

    /// <summary>As <see cref="Described"/>, for one started with the shipped shared memory.</summary>
    public static string DescribedAsShipped => Described.Replace($"{SharedMemory} {Conditions[SharedMemory]}", $"{SharedMemory} as shipped (an eighth of the machine's memory)");

    /// <summary>The settings that decide about the figures, for whoever compares them.</summary>
    public static string Described => "PostgreSQL: " + string.Join(", ", Conditions.Take(5).Select(c => $"{c.Key} {c.Value}"))
        + ", data checksums; a database of its own and a checkpoint before each measurement";

    /// <summary>As a peer that is no .NET program takes it.</summary>
    public string Url => $"postgres:///postgres?host={_postgres.Database.Host}&user={_postgres.Database.Username}";

    /// <param name="path">A folder that is made; whoever gave it removes it.</param>
    /// <param name="asShipped">With the shared memory that Backlot gives its own database.</param>
    public static async Task<BenchCluster> StartAsync(string path, CancellationToken ct, bool asShipped = false)
    {
        await ReadyDatabase.PutIntoAsync(path, ct);
        var folder = DataFolder.Own(path);
        var postgres = await EmbeddedPostgres.StartAsync(folder, asShipped ? Conditions.Where(c => c.Key != SharedMemory).ToDictionary() : Conditions, ct);
        await new Schema(postgres.Database).UpAsync(ct);
        return new(folder, postgres);
    }

    /// <summary>A new database with the schema in place, after a checkpoint.</summary>
    public async Task<BenchDatabase> NewDatabaseAsync(string name, CancellationToken ct)
    {
        await AdminAsync($"create database {name} template {EmbeddedPostgres.DatabaseName}", ct);
        await AdminAsync("checkpoint", ct);
        return new(new(_postgres.Database.ConnectionString) { Database = name, MaxPoolSize = 40 });
    }

    public Task DropAsync(BenchDatabase database) => AdminAsync($"drop database {database.Name} with (force)", CancellationToken.None);

    /// <summary>Used by all of its processes so far, the ended ones too.</summary>
    public double CpuSeconds()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(_folder.Postgres, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var tree = ProcessTree.Of(postmaster);
        return tree.Sum(process => process.CpuSeconds) + tree.Sum(process => process.WaitedCpuSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AdminAsync(string statement, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_postgres.Database.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
