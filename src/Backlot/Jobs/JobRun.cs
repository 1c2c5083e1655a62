using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>One run of a job under its lease.</summary>
public sealed class JobRun
{
    private readonly CancellationTokenSource _stop;
    private volatile Progress _progress = new(0, null);
    private Progress? _told;

    internal JobRun(ClaimedJob job, CancellationTokenSource stop)
    {
        Job = job;
        _stop = stop;
    }

    public Guid Id => Job.Id;
    public Guid UserId => Job.UserId;

    /// <summary>From 1.</summary>
    public int Attempt => Job.Attempt;

    internal ClaimedJob Job { get; }
    internal StopReason Stopped { get; private set; }
    internal Progress Reported => _progress;

    /// <summary>Tells watchers how far it is. Cheap: the worker stores it with its next heartbeat, at most once a second.</summary>
    /// <param name="fraction">0..1; a smaller one than before is ignored.</param>
    /// <param name="note">What is being done, in a few words.</param>
    public void Report(double fraction, string? note = null) =>
        _progress = new((float)Math.Clamp(Math.Max(fraction, _progress.Fraction), 0, 1), note ?? _progress.Note);

    /// <summary>Writes while the job goes on, in one transaction that begins with a look at the lease.</summary>
    /// <param name="db">The run's own context.</param>
    /// <param name="write">Changes entities (they are saved) or runs SQL on <paramref name="db"/>.</param>
    /// <param name="ct">The run's token.</param>
    /// <exception cref="LeaseLost">Nothing was written.</exception>
    public async Task WriteAsync(BacklotDb db, Func<CancellationToken, Task> write, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockSubjectAsync(Job.Subject, ct);
        await FenceAsync(db, ct);
        await write(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whether progress was reported since the last look.</summary>
    internal bool HasNews()
    {
        var now = _progress;
        return now != Interlocked.Exchange(ref _told, now);
    }

    internal async Task FenceAsync(BacklotDb db, CancellationToken ct)
    {
        if (await db.Database.SqlQueryRaw<int>(SqlFile.Read("Jobs/Sql/fence.sql"), Id, Job.LeaseNo).ToListAsync(ct) is [])
            throw new LeaseLost();
    }

    internal void Stop(StopReason reason)
    {
        if (Stopped != StopReason.None)
            return;
        Stopped = reason;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself just now.
        }
    }

    internal sealed record Progress(float Fraction, string? Note);
}

/// <summary>Why a run is told to stop.</summary>
internal enum StopReason { None, Cancelled, LeaseLost, ServerStopping }

/// <summary>A row as the claim returned it.</summary>
internal sealed record ClaimedJob(
    Guid Id, Guid UserId, Guid? Subject, string Kind, string Payload, int Attempt, int MaxAttempts, long LeaseNo, bool CancelRequested);
