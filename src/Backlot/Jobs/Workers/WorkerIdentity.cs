using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Workers;

/// <summary>Who this process is to the others: a row in <c>workers</c> that says it lives. All its leases hang on that row.</summary>
internal sealed class WorkerIdentity
{
    private WorkerIdentity(Guid id) => Id = id;

    /// <summary>New each time the process signs on: a worker that was taken for gone comes back as another.</summary>
    public Guid Id { get; }

    /// <summary>For people: host and process.</summary>
    public static string ProcessName { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    public static async Task<WorkerIdentity> SignOnAsync(
        NpgsqlDataSource database, IReadOnlyList<WorkQueue> queues, double leaseSeconds, CancellationToken ct)
    {
        var worker = new WorkerIdentity(Guid.CreateVersion7());
        await using var register = SqlFile.Command(database, "Jobs/Sql/register.sql", worker.Id, Environment.MachineName, Environment.ProcessId,
            queues.Select(queue => queue.Name).ToArray(), queues.Sum(queue => queue.Slots), (float)leaseSeconds);
        await register.ExecuteNonQueryAsync(ct);
        return worker;
    }

    /// <summary>What it still has is taken up by others at once.</summary>
    public async Task SignOffAsync(NpgsqlDataSource database)
    {
        await using var unregister = SqlFile.Command(database, "Jobs/Sql/unregister.sql", Id);
        await unregister.ExecuteNonQueryAsync();
    }
}
