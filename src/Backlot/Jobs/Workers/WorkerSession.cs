using Backlot.Platform;
using Npgsql;

namespace Backlot.Jobs.Workers;

/// <summary>As whom this process works now.</summary>
internal sealed class WorkerSession(NpgsqlDataSource database, WorkQueues queues, Settings settings)
{
    private volatile WorkerIdentity? _current;

    /// <exception cref="InvalidOperationException">The worker has not signed on.</exception>
    public WorkerIdentity Current => _current ?? throw new InvalidOperationException("The worker has not signed on yet.");

    /// <summary>Until when nobody is taken for gone: after a time without the database all workers look as if they were.</summary>
    /// <remarks>By <see cref="TimeProvider.GetTimestamp"/> of the system.</remarks>
    public long PatientUntil { get; set; }

    public async Task SignOnAsync(CancellationToken ct) => _current = await WorkerIdentity.SignOnAsync(database, queues.All, settings.LeaseSeconds, ct);

    public Task SignOffAsync() => _current?.SignOffAsync(database) ?? Task.CompletedTask;
}
