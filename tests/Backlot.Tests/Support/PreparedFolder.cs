using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>A data folder with a database in it, for the servers that a class starts one after the other. Only its owner may enter what it lies in,
/// as in a home.</summary>
public sealed class PreparedFolder : IAsyncLifetime
{
    private readonly string _closed = Directory.CreateTempSubdirectory("backlot-closed-").FullName;     // 0700

    public string Root => Path.Combine(_closed, "data");
    public string PidFile => Path.Combine(DataFolder.At(Root).Postgres, "postmaster.pid");
    public NpgsqlConnectionStringBuilder Database => EmbeddedPostgres.DatabaseOf(DataFolder.At(Root));

    public async ValueTask InitializeAsync() => await PreparedDatabase.PutIntoAsync(Root);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_closed, recursive: true);
        return ValueTask.CompletedTask;
    }
}
