using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Backlot.Jobs;

/// <summary>Many jobs at once, by COPY.</summary>
public static class BulkEnqueue
{
    /// <summary>For how many short jobs one ticket stands: a claim of hundreds deletes a few rows.</summary>
    private const int JobsPerTicket = 100;

    /// <summary>They exist if and only if the caller's transaction commits; without one, all or none at once.</summary>
    /// <param name="db">Its connection and transaction are used.</param>
    /// <param name="jobs">Of the context's owner.</param>
    /// <exception cref="PostgresException">A unique key is held by another job (23505): none was enqueued.</exception>
    public static async Task EnqueueManyAsync(this BacklotDb db, IReadOnlyCollection<NewJob> jobs, CancellationToken ct)
    {
        if (jobs.Any(job => job.UserId != db.Owner))
            throw new InvalidOperationException("A job of another owner was about to be enqueued.");
        await db.InTransactionAsync(() => CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), jobs, ct), ct);
    }

    /// <summary>For the system: jobs of any owners, in a transaction of their own.</summary>
    internal static async Task EnqueueManyAsync(NpgsqlConnection connection, IReadOnlyCollection<NewJob> jobs, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CopyAsync(connection, jobs, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyCollection<NewJob> jobs, CancellationToken ct)
    {
        if (jobs.Count == 0)
            return;
        await CopyJobsAsync(connection, jobs, ct);
        await GiveTicketsAsync(connection, jobs, ct);
    }

    private static async Task CopyJobsAsync(NpgsqlConnection connection, IReadOnlyCollection<NewJob> jobs, CancellationToken ct)
    {
        // Left to the table where all are for now, so that they are ready by the database's clock.
        var isTimed = jobs.Any(job => job.RunAt is not null);
        var now = isTimed ? await NowAsync(connection, ct) : default;
        await using var copy = await BinaryCopy.BeginAsync(connection, SqlFile.Read(isTimed ? "Jobs/Sql/copy_timed.sql" : "Jobs/Sql/copy.sql"), ct);
        foreach (var job in jobs)
        {
            await copy.RowAsync((short)(isTimed ? 14 : 13), ct);
            copy.Uuid(job.Id);
            copy.Uuid(job.UserId);
            copy.Text(job.Kind);
            copy.Text(job.Queue);
            copy.Smallint(job.Priority);
            copy.Jsonb(job.Payload);
            copy.Uuid(job.Subject);
            copy.Text(job.UniqueKey);
            copy.Boolean(job.UniqueKey is not null);
            copy.Text(job.Account);
            copy.Boolean(job.IsShort);
            copy.Integer(job.MaxAttempts);
            copy.Boolean(true);                         // brings_ticket
            if (isTimed)
                copy.Timestamptz(job.RunAt?.UtcDateTime ?? now);
        }
        await copy.CompleteAsync(ct);
    }

    private static async Task<DateTime> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var now = new NpgsqlCommand("select now()", connection);
        return (DateTime)(await now.ExecuteScalarAsync(ct) ?? default(DateTime));
    }

    private static async Task GiveTicketsAsync(NpgsqlConnection connection, IReadOnlyCollection<NewJob> jobs, CancellationToken ct)
    {
        var (tickets, shared) = Tickets(jobs);
        // In their order, which ids of one millisecond have not.
        var names = tickets.ConvertAll(_ => Guid.CreateVersion7()).Order().ToArray();
        await using var give = SqlFile.Command(connection, "Jobs/Sql/give_tickets.sql",
            tickets.Select((ticket, n) => ticket.First == 0 ? ticket.Job.Id : names[n]).ToArray(), tickets.ConvertAll(ticket => ticket.Job.UserId),
            tickets.ConvertAll(ticket => ticket.Job.Priority), tickets.ConvertAll(ticket => ticket.Job.Queue),
            tickets.ConvertAll(ticket => ticket.Job.Account), tickets.ConvertAll(ticket => ticket.Job.Kind),
            new NpgsqlParameter { Value = tickets.Select(ticket => ticket.Job.RunAt?.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            shared, tickets.ConvertAll(ticket => ticket.First), tickets.ConvertAll(ticket => ticket.Last));
        await give.ExecuteNonQueryAsync(ct);
    }

    /// <returns>The tickets, and the ids of all jobs that share one, of which each is for a part.</returns>
    private static (List<Ticket> Tickets, List<Guid> Shared) Tickets(IReadOnlyCollection<NewJob> jobs)
    {
        var tickets = new List<Ticket>();
        var shared = new List<Guid>(jobs.Count);
        Ticket? open = null;
        foreach (var job in jobs)
        {
            // What waits for its time, or may be replaced, must be found by its own ticket.
            if (!job.IsShort || job.UniqueKey is not null || job.RunAt is not null)
            {
                tickets.Add(new(job, 0));
                continue;
            }
            shared.Add(job.Id);
            if (open is null || open.Jobs == JobsPerTicket || !open.IsFor(job))
                tickets.Add(open = new(job, shared.Count));
            open.Last = shared.Count;
        }
        return (tickets, shared);
    }

    /// <param name="Job">For this one, and those of the same lane and kind that came right after it.</param>
    /// <param name="First">Its place among the shared ids, from 1; 0 for a ticket of its own.</param>
    private sealed record Ticket(NewJob Job, int First)
    {
        public int Last { get; set; }

        public int Jobs => Last - First + 1;

        public bool IsFor(NewJob job) => job.UserId == Job.UserId && job.Queue == Job.Queue && job.Priority == Job.Priority && job.Kind == Job.Kind;
    }
}
