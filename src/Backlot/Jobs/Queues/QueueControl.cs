using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Jobs.Queues;

/// <summary>A queue and what is in it.</summary>
/// <param name="Paused">Nothing of it is begun; what runs goes on.</param>
/// <param name="MostRunning">Of all workers together; null for as many as they have slots.</param>
/// <param name="Ready">Jobs that a free slot would take now.</param>
/// <param name="Waiting">Jobs whose time has not come. Those that wait for another job are not counted.</param>
/// <param name="OldestReadySeconds">How long the oldest ready job has been ready; null when none is.</param>
/// <param name="Workers">That live and serve it.</param>
/// <param name="Slots">Of those workers together, for all the queues they serve.</param>
public sealed record QueueView(
    string Name, bool Paused, int? MostRunning, int Ready, int Waiting, int Running, double? OldestReadySeconds,
    int Workers, int Slots, int FailedLastHour);

/// <summary>The queues as an operator sees and steers them. A queue is known by a kind of this program, a live worker, a
/// job that is in it, or what was once said of it.</summary>
internal sealed class QueueControl(BacklotDb db, IEnumerable<JobKind> kinds)
{
    /// <param name="everybodys">Whether jobs of all users are counted, or only those of the context's owner.</param>
    public Task<List<QueueView>> ListAsync(bool everybodys, CancellationToken ct) => db.Database
        .SqlQueryRaw<QueueView>(SqlFile.Read("Jobs/Queues/Sql/queues.sql"), Names(), everybodys, db.Owner).ToListAsync(ct);

    /// <exception cref="Refusal">404: nobody knows the queue.</exception>
    public Task<QueueView> PauseAsync(string name, CancellationToken ct) => ChangeAsync("pause", name, [name], ct);

    /// <exception cref="Refusal">404: nobody knows the queue.</exception>
    public Task<QueueView> ResumeAsync(string name, CancellationToken ct) => ChangeAsync("resume", name, [name], ct);

    /// <param name="mostRunning">From 1; null for no limit.</param>
    /// <exception cref="Refusal">404: nobody knows the queue.</exception>
    public Task<QueueView> LimitAsync(string name, int? mostRunning, CancellationToken ct) => ChangeAsync("limit", name,
        [name, new NpgsqlParameter { Value = (object?)mostRunning ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer }], ct);

    private Task<QueueView> ChangeAsync(string verb, string name, object[] values, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await FindAsync(name, ct);
        await db.Database.ExecuteSqlRawAsync(SqlFile.Read($"Jobs/Queues/Sql/{verb}.sql"), values, ct);
        return await FindAsync(name, ct);
    }, ct);

    private async Task<QueueView> FindAsync(string name, CancellationToken ct) =>
        (await ListAsync(everybodys: true, ct)).SingleOrDefault(queue => queue.Name == name) ?? throw Refusal.NotFound();

    private string[] Names() => [.. kinds.Select(kind => kind.Queue).Distinct()];
}
