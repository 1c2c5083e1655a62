using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

/// <summary>A data folder below a folder that is closed to other users, with a migrated cluster in it that does not run.</summary>
public sealed class ClusterFolder : IAsyncLifetime
{
    private string _closed = "";

    public string Root => Path.Combine(_closed, "data");
    public string Postgres => Path.Combine(Root, "postgres");
    public string PidFile => Path.Combine(Postgres, "postmaster.pid");
    public NpgsqlConnectionStringBuilder Database => EmbeddedPostgres.DatabaseOf(DataFolder.At(Root));

    /// <summary>A pid file as a running cluster has it.</summary>
    public string[] PidLines { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _closed = Directory.CreateTempSubdirectory("backlot-closed-").FullName;     // 0700
        using var folder = DataFolder.Own(Root);
        // As an initdb that was cut off leaves it.
        Directory.CreateDirectory(Postgres + ".new/base");
        await File.WriteAllTextAsync(Postgres + ".new/PG_VERSION", "15");
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, CancellationToken.None);
        await new Schema(cluster.Database).UpAsync(CancellationToken.None);
        PidLines = await File.ReadAllLinesAsync(PidFile);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_closed, recursive: true);
        return ValueTask.CompletedTask;
    }
}
