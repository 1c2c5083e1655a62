using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Jobs;

/// <summary>What is to happen when an unfinished job holds the unique key already.</summary>
public enum IfThere
{
    /// <summary>Say so: 409.</summary>
    Reject,

    /// <summary>Leave it as it is.</summary>
    Keep,

    /// <summary>Let it become the new one, with all its attempts. One that is in hand goes on, without the key, and the new one comes after it.</summary>
    Replace,
}

/// <summary>Jobs that are wanted once, however often somebody asks.</summary>
public static class UniqueJobs
{
    private const int Rounds = 10;

    /// <summary>At once, in the caller's transaction where there is one.</summary>
    /// <param name="job">Of the context's owner, with a unique key.</param>
    /// <param name="ifThere">When its key is held.</param>
    /// <returns>The job that stands for it now: this one, or the one that was there.</returns>
    /// <exception cref="Refusal">409: the key is held, and that is to be rejected.</exception>
    public static Task<Guid> EnqueueUniqueAsync(this BacklotDb db, NewJob job, IfThere ifThere, CancellationToken ct)
    {
        if (job.UserId != db.Owner || job.UniqueKey is not { } key)
            throw new InvalidOperationException("A unique job has its key, and is of the context's owner.");
        return db.InTransactionAsync(async () =>
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            // Again when the one that was there ends in between, or another comes.
            for (var round = 0; round < Rounds; round++)
            {
                if (await InsertAsync(connection, job, ct))
                    return job.Id;
                if (ifThere == IfThere.Reject)
                    throw new Refusal(409, "job.exists", "A job with the same unique key is not yet done: wait for it, or cancel it.");
                if (await FindAsync(connection, job.UserId, key, ct) is not { } there)
                    continue;
                if (ifThere == IfThere.Keep)
                    return there.Id;
                if (there.Waits || await HoldTicketAsync(connection, there.Id, job.UserId, ct))
                {
                    await RunAsync(connection, "replace", ct, there.Id, job.UserId, job.Payload, job.Priority, job.Subject, job.RunAt?.UtcDateTime,
                        job.Kind, job.Queue, job.Account, job.IsShort, job.MaxAttempts);
                    return there.Id;
                }
                await RunAsync(connection, "release_key", ct, there.Id, job.UserId);
            }
            throw new Refusal(409, "job.exists", "Jobs with the same unique key come and go: send this again.");
        }, ct);
    }

    /// <summary>One job by one statement.</summary>
    /// <returns>False when its unique key is held.</returns>
    internal static async Task<bool> InsertAsync(NpgsqlConnection connection, NewJob job, CancellationToken ct)
    {
        await using var insert = SqlFile.Command(connection, "Jobs/Sql/insert.sql", job.Id, job.UserId, job.Kind, job.Queue, job.Priority, job.Payload, job.Subject,
            job.UniqueKey, job.Account, job.IsShort, job.MaxAttempts, job.RunAt?.UtcDateTime);
        return await insert.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task<(Guid Id, bool Waits)?> FindAsync(NpgsqlConnection connection, Guid userId, string key, CancellationToken ct)
    {
        await using var find = SqlFile.Command(connection, "Jobs/Sql/find_unique.sql", userId, key);
        await using var row = await find.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetGuid(0), row.GetBoolean(1)) : null;
    }

    /// <returns>False when somebody has it in hand.</returns>
    private static async Task<bool> HoldTicketAsync(NpgsqlConnection connection, Guid id, Guid userId, CancellationToken ct)
    {
        await using var hold = SqlFile.Command(connection, "Jobs/Sql/hold_ticket.sql", id, userId);
        return await hold.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string file, CancellationToken ct, params object?[] values)
    {
        await using var command = SqlFile.Command(connection, $"Jobs/Sql/{file}.sql", values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
