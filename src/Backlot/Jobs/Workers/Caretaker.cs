using Backlot.Jobs.Claiming;
using Backlot.Jobs.Running;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Workers;

/// <summary>What any worker does for all: makes jobs ready whose time has come, takes up what gone workers left, and looks at
/// the whole queue now and then, behind the notifications.</summary>
internal sealed class Caretaker(
    NpgsqlDataSource database, WorkerSession session, WorkQueues queues, Lanes lanes, ClaimRoom room,
    RunningJobs running, ShortEnds shortEnds, ILogger<Caretaker> log)
{
    private const int Page = 1000;

    private static readonly TimeSpan
        Promote = TimeSpan.FromSeconds(1), Shortest = TimeSpan.FromMilliseconds(5), Look = TimeSpan.FromSeconds(2), Rescue = TimeSpan.FromSeconds(2);

    private readonly WakeUp _wake = new();
    private volatile bool _lookNow = true;

    /// <summary>Takes in what the database tells.</summary>
    public void Hear(string message)
    {
        if (lanes.Hear(message) || message is not ("ready" or "reconnected"))
            return;
        _lookNow = true;
        _wake.Set();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var looked = 0L;
        var rescued = 0L;
        while (!ct.IsCancellationRequested)
        {
            // First of all: a worker that has not looked knows of nothing that it could run.
            if (_lookNow)
                looked = 0;
            _lookNow = false;
            if (IsTime(ref looked, Look))
                looked += await LookAsync(ct);
            var next = await PromoteAsync(ct);
            if (IsTime(ref rescued, Rescue) && TimeProvider.System.GetTimestamp() >= session.PatientUntil)
                await RescueAsync(ct);
            await _wake.WaitAsync(next, ct);
        }
    }

    private static bool IsTime(ref long last, TimeSpan every)
    {
        if (last != 0 && TimeProvider.System.GetElapsedTime(last) < every)
            return false;
        last = TimeProvider.System.GetTimestamp();
        return true;
    }

    /// <returns>How long until there may be something to do again.</returns>
    private async Task<TimeSpan> PromoteAsync(CancellationToken ct)
    {
        await using var promote = SqlFile.Command(database, "Jobs/Sql/promote.sql", Page);
        await using var row = await promote.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        if (row.GetInt32(0) == Page)
            return Shortest;
        var next = row.IsDBNull(1) ? Promote : TimeSpan.FromSeconds(Math.Clamp(row.GetDouble(1), 0, Promote.TotalSeconds));
        return next < Shortest ? Shortest : next;
    }

    private async Task RescueAsync(CancellationToken ct)
    {
        await using (var gone = SqlFile.Command(database, "Jobs/Sql/gone_workers.sql"))
        await using (var rows = await gone.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                log.LogWarning("Worker {Worker} was not seen for the length of its lease; its jobs run again.", rows.GetString(0));
        foreach (var file in (string[])["rescue", "rescue_short"])
        {
            await using var rescue = SqlFile.Command(database, $"Jobs/Sql/{file}.sql", session.Current.Id,
                file == "rescue" ? running.All.Select(job => job.Run.Id).ToArray() : shortEnds.Batches.ToArray());
            while (await rescue.ExecuteScalarAsync(ct) is Page)
            {
            }
        }
    }

    /// <returns>Ticks to wait longer: a look that was dear, because many lanes are open or many dead entries are in its way, is
    /// made less often, so that looking never costs more than a few percent.</returns>
    private async Task<long> LookAsync(CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var limited = new HashSet<string>();
        await using (var limits = SqlFile.Command(database, "Jobs/Sql/queue_limits.sql"))
        await using (var rows = await limits.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                limited.Add(rows.GetString(0));
        room.LimitQueues(limited);
        var found = new List<(LaneKey, DateTime)>();
        await using (var look = SqlFile.Command(database, "Jobs/Sql/lanes.sql", [queues.All.Select(queue => queue.Name).ToArray()]))
        await using (var rows = await look.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                found.Add((new(rows.GetString(0), rows.GetGuid(1), rows.GetString(2), rows.GetInt16(3)), rows.GetDateTime(4)));
        lanes.Add(found);
        return (TimeProvider.System.GetTimestamp() - started) * 20;
    }
}
