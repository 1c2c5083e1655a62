using Backlot.Jobs.Running;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Workers;

/// <summary>Says that this worker lives; once a second stores what its runs report and learns which of them are to stop; and
/// ends those that are past their deadline or stand still.</summary>
internal sealed class LeaseKeeper(
    NpgsqlDataSource database, WorkerSession session, RunningJobs running, JobRunner runner, Settings settings, ILogger<LeaseKeeper> log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(5);

    private readonly WakeUp _cancelled = new();
    private readonly Dictionary<JobRun, long> _toldToStop = [];
    private long _lastBeat;

    /// <summary>Somebody cancels something: look now.</summary>
    public void Hear(string message)
    {
        if (message == "cancel")
            _cancelled.Set();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await BeatAsync(ct);
            await LookAfterRunsAsync(ct);
            await _cancelled.WaitAsync(TimeSpan.FromSeconds(Math.Min(Tick.TotalSeconds, settings.LeaseSeconds / 3)), ct);
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        if (_lastBeat != 0 && TimeProvider.System.GetElapsedTime(_lastBeat).TotalSeconds < settings.LeaseSeconds / 3)
            return;
        await using var beat = SqlFile.Command(database, "Jobs/Sql/beat.sql", session.Current.Id);
        if (await beat.ExecuteScalarAsync(ct) is null)
        {
            log.LogWarning("This worker was silent for so long that others took it for gone; it begins anew.");
            await session.SignOnAsync(ct);
        }
        _lastBeat = TimeProvider.System.GetTimestamp();
    }

    private async Task LookAfterRunsAsync(CancellationToken ct)
    {
        var current = session.Current;
        var runs = running.All.ToList();
        foreach (var (run, _, worker) in runs)
            if (worker != current)
                run.Stop(StopReason.LeaseLost);
        var mine = runs.FindAll(r => r.Worker == current && r.Run.Job.BatchId is null && r.Run.Stopped is StopReason.None);
        if (mine.Count > 0 && await TellAsync(current, mine.ConvertAll(r => r.Run), ct))
            await TellWatchersAsync(ct);
        foreach (var (run, kind, _) in runs)
            DemandMovement(run, kind);
        foreach (var ended in _toldToStop.Keys.Except(runs.Select(r => r.Run)).ToList())
            _toldToStop.Remove(ended);
    }

    /// <returns>Whether something was stored.</returns>
    private async Task<bool> TellAsync(WorkerIdentity worker, List<JobRun> runs, CancellationToken ct)
    {
        var news = runs.Where(run => run.News is not null).Select(run => (Run: run, Progress: run.News!)).ToList();
        await using var progress = SqlFile.Command(database, "Jobs/Sql/progress.sql",
            worker.Id, runs.ConvertAll(run => run.Id), runs.ConvertAll(run => run.Job.LeaseNo),
            news.ConvertAll(n => n.Run.Id), news.ConvertAll(n => n.Progress.Fraction),
            new NpgsqlParameter { Value = news.ConvertAll(n => n.Progress.Note), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text });
        var ours = new Dictionary<Guid, (bool Cancel, bool Stored)>();
        await using (var rows = await progress.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                ours[rows.GetGuid(0)] = (rows.GetBoolean(1), rows.GetBoolean(2));
        foreach (var run in runs)
            if (!ours.TryGetValue(run.Id, out var row))
                run.Stop(StopReason.LeaseLost);
            else if (row.Cancel)
                run.Stop(StopReason.Cancelled);
        foreach (var (run, told) in news)
            if (ours.TryGetValue(run.Id, out var row) && row.Stored)
                run.Stored(told);
        return ours.Values.Any(row => row.Stored);
    }

    private async Task TellWatchersAsync(CancellationToken ct)
    {
        await using var notify = database.CreateCommand("select pg_notify('backlot', 'changed')");
        await notify.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A handler that does not heed its token goes on, and keeps its slot; but its job is taken from it, and it can
    /// write nothing more.</summary>
    private void DemandMovement(JobRun run, JobKind kind)
    {
        if (run.Stopped is StopReason.None)
        {
            if (TimeProvider.System.GetElapsedTime(run.StartedAt) > kind.Deadline)
                run.Stop(StopReason.DeadlinePassed);
            else if (run.Still > kind.StallLimit)
                run.Stop(StopReason.NoProgress);
        }
        if (run.Stopped is StopReason.None or StopReason.LeaseLost)
            return;
        if (!_toldToStop.TryGetValue(run, out var since))
            _toldToStop[run] = TimeProvider.System.GetTimestamp();
        else if (since != 0 && TimeProvider.System.GetElapsedTime(since) > Grace)
        {
            log.LogWarning("Job {Job} ({Kind}) does not stop; it is taken from its handler, which can write nothing more.", run.Id, kind.Name);
            _toldToStop[run] = 0;
            _ = TakeAsync(run, kind);
        }
    }

    /// <summary>Beside the heartbeat: a product that is told takes its time.</summary>
    private async Task TakeAsync(JobRun run, JobKind kind)
    {
        try
        {
            await runner.StoreStopAsync(kind, run);
        }
        catch (Exception e)
        {
            log.LogError(e, "Job {Job} ({Kind}) could not be taken from its handler.", run.Id, kind.Name);
        }
    }
}
