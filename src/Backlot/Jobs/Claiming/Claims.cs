using System.Data.Common;
using Backlot.Jobs.Metrics;
using Backlot.Jobs.Workers;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Claiming;

/// <summary>Takes jobs from the lanes whose turn it is.</summary>
internal sealed class Claims(NpgsqlDataSource database, Lanes lanes, ClaimRoom room, JobMetrics metrics)
{
    /// <param name="queue">Which.</param>
    /// <param name="free">How many jobs may be taken, 1 or more.</param>
    /// <param name="worker">Who takes them.</param>
    /// <returns>The jobs, leased to the worker; null when no lane has anything that may be taken now.</returns>
    public async Task<Claim?> TakeAsync(WorkQueue queue, int free, WorkerIdentity worker)
    {
        var picks = lanes.Choose(queue.Name, free);
        if (picks.Count == 0)
            return null;
        var started = TimeProvider.System.GetTimestamp();
        var claim = queue.IsShort ? await TakeShortAsync(queue, picks, worker)
            : new(await room.IsLimitedAsync(queue.Name, picks)
                ? await TakeLimitedAsync(queue, picks, worker)
                : await RunAsync(database.CreateCommand(), queue, picks, worker), () => Task.CompletedTask);
        metrics.Claimed(queue.Name, claim.Jobs.Count, TimeProvider.System.GetElapsedTime(started));
        Note(picks, claim.Jobs);
        return claim;
    }

    /// <summary>Short jobs need not wait for the disk that keeps their claim: it is written while they run.</summary>
    private async Task<Claim> TakeShortAsync(WorkQueue queue, List<Pick> picks, WorkerIdentity worker)
    {
        var connection = await database.OpenConnectionAsync();
        try
        {
            var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(SqlFile.Read("Jobs/Sql/claim_short_plan.sql")), Short(queue, picks, worker) } };
            await using var answers = await batch.ExecuteReaderAsync();
            await answers.NextResultAsync();
            var jobs = await ReadAsync(answers, picks);
            await answers.CloseAsync();
            return new(jobs, () => KeepAsync(connection, transaction));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        await using var _ = connection;
        await transaction.CommitAsync();
    }

    /// <summary>Counting what runs and taking more of it happen under the locks of what is limited, so that no two workers
    /// both take the last place.</summary>
    private async Task<List<ClaimedJob>> TakeLimitedAsync(WorkQueue queue, List<Pick> picks, WorkerIdentity worker)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var allowed = await room.TrimAsync(connection, queue.Name, picks);
        var jobs = allowed.Count == 0 ? [] : await RunAsync(connection.CreateCommand(), queue, allowed, worker);
        await ClaimRoom.ChargeAsync(connection, jobs);
        await transaction.CommitAsync();
        // What was trimmed away is not empty.
        picks.Clear();
        picks.AddRange(allowed);
        return jobs;
    }

    /// <summary>Not cut off half-way: what the database has leased to us by then, we must run or give back.</summary>
    private static async Task<List<ClaimedJob>> RunAsync(NpgsqlCommand claim, WorkQueue queue, List<Pick> picks, WorkerIdentity worker)
    {
        await using var _ = claim;
        claim.CommandText = SqlFile.Read("Jobs/Sql/claim.sql");
        claim.Parameters.AddRange(Parameters(queue, picks, worker));
        await using var rows = await claim.ExecuteReaderAsync(CancellationToken.None);
        return await ReadAsync(rows, picks);
    }

    private static NpgsqlBatchCommand Short(WorkQueue queue, List<Pick> picks, WorkerIdentity worker)
    {
        var claim = new NpgsqlBatchCommand(SqlFile.Read("Jobs/Sql/claim_short.sql"));
        claim.Parameters.AddRange(Parameters(queue, picks, worker));
        claim.Parameters.Add(new() { Value = picks.ConvertAll(p => p.Tickets) });
        return claim;
    }

    private static NpgsqlParameter[] Parameters(WorkQueue queue, List<Pick> picks, WorkerIdentity worker) =>
        Array.ConvertAll((object[])[queue.Name, picks.ConvertAll(p => p.Key.UserId), picks.ConvertAll(p => p.Key.Account),
            picks.ConvertAll(p => p.Key.Priority), picks.ConvertAll(p => p.Lane.Since), picks.ConvertAll(p => p.Want),
            queue.Kinds, worker.Id, WorkerIdentity.ProcessName], value => new NpgsqlParameter { Value = value });

    private static async Task<List<ClaimedJob>> ReadAsync(DbDataReader rows, List<Pick> picks)
    {
        var jobs = new List<ClaimedJob>();
        while (await rows.ReadAsync(CancellationToken.None))
            if (rows.IsDBNull(0))
                picks.Find(pick => pick.IsOf(rows.GetGuid(1), rows.GetString(10), rows.GetInt16(9)))
                    ?.Saw(tickets: rows.GetInt32(5), jobs: rows.GetInt32(6), left: rows.IsDBNull(11) ? null : rows.GetDateTime(11));
            else
                jobs.Add(Read(rows));
        // An UPDATE returns its rows in any order.
        jobs.Sort(static (a, b) => a.RunAt == b.RunAt ? a.Id.CompareTo(b.Id) : a.RunAt.CompareTo(b.RunAt));
        return jobs;
    }

    private void Note(List<Pick> picks, List<ClaimedJob> jobs)
    {
        foreach (var pick in picks)
        {
            var got = jobs.FindAll(job => pick.IsOf(job.UserId, job.Account, job.Priority));
            // A ticket that was left may be from before those that were taken: the lane goes on with the earlier one.
            var last = got.Count == 0 ? pick.Left : got[^1].RunAt;
            lanes.Took(pick, pick.MayHaveMore ? pick.Want : got.Count, pick.Left < last ? pick.Left : last);
        }
    }

    private static ClaimedJob Read(DbDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetInt32(5),
        row.GetInt32(6), row.GetInt64(7), row.GetBoolean(8), row.GetInt16(9), row.GetString(10), row.GetDateTime(11),
        row.IsDBNull(12) ? null : row.GetString(12), row.IsDBNull(13) ? null : row.GetString(13), row.IsDBNull(14) ? null : row.GetInt64(14));
}
