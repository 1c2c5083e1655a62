using System.Text.Json;
using Backlot.Jobs.Claiming;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>One run of a job under its lease.</summary>
public sealed class JobRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private volatile Progress _progress = Progress.None;
    private volatile Progress? _told;
    private long _movedAt = TimeProvider.System.GetTimestamp();

    internal JobRun(ClaimedJob job) => Job = job;

    public Guid Id => Job.Id;
    public Guid UserId => Job.UserId;

    /// <summary>From 1.</summary>
    public int Attempt => Job.Attempt;

    /// <summary>Names this run and no other: for temporary files and whatever else two runs of a job must not share.</summary>
    public string Tag => $"{Id:N}-{Job.LeaseNo}";

    /// <summary>What an earlier run left by <see cref="SaveCheckpointAsync"/>; null when none did.</summary>
    /// <exception cref="JsonException">It was left as another type.</exception>
    public T? Checkpoint<T>() where T : class => Read<T>(Job.Checkpoint);

    /// <summary>What the provider said that this job was parked for (<see cref="Outcome.Await"/>); null in any other run.</summary>
    public T? Answer<T>() where T : class => Read<T>(Job.Answer);

    internal ClaimedJob Job { get; }
    internal StopReason Stopped { get; private set; }
    internal Progress Reported => _progress;
    internal CancellationToken StopToken => _stop.Token;
    internal long StartedAt { get; private set; } = TimeProvider.System.GetTimestamp();

    /// <summary>Since when it has reported nothing new.</summary>
    internal TimeSpan Still => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _movedAt));

    /// <summary>Tells watchers how far it is. Cheap: the worker stores it with its next heartbeat, at most once a second.</summary>
    /// <param name="fraction">0..1; a smaller one than before is ignored.</param>
    /// <param name="note">What is being done, in a few words.</param>
    public void Report(double fraction, string? note = null)
    {
        var now = new Progress((float)Math.Clamp(Math.Max(fraction, _progress.Fraction), 0, 1), note ?? _progress.Note);
        if (now == _progress)
            return;
        _progress = now;
        Interlocked.Exchange(ref _movedAt, TimeProvider.System.GetTimestamp());
    }

    /// <summary>Keeps where the work stands; a later run, on any worker, goes on from there (<see cref="Checkpoint"/>).</summary>
    /// <param name="db">The run's own context.</param>
    /// <param name="value">Small: it is kept as JSON in the job's row.</param>
    /// <param name="ct">The run's token.</param>
    /// <exception cref="LeaseLost">Nothing was written.</exception>
    public Task SaveCheckpointAsync<T>(BacklotDb db, T value, CancellationToken ct) => WriteAsync(db,
        token => db.Database.ExecuteSqlRawAsync(SqlFile.Read("Jobs/Sql/checkpoint.sql"), [Id, JsonSerializer.Serialize(value, JsonSerializerOptions.Web)], token), ct);

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

    /// <summary>It was fetched ahead, and begins now.</summary>
    internal void Begin()
    {
        StartedAt = TimeProvider.System.GetTimestamp();
        Interlocked.Exchange(ref _movedAt, StartedAt);
    }

    /// <summary>What was reported and not yet stored; null when nothing was.</summary>
    internal Progress? News => _progress is var now && now != _told && now != Progress.None ? now : null;

    internal void Stored(Progress news) => _told = news;

    internal async Task FenceAsync(BacklotDb db, CancellationToken ct)
    {
        if (Stopped is StopReason.LeaseLost || await db.Database.SqlQueryRaw<int>(SqlFile.Read("Jobs/Sql/fence.sql"), Id, Job.LeaseNo).ToListAsync(ct) is [])
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

    public void Dispose() => _stop.Dispose();

    private static T? Read<T>(string? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web);

    internal sealed record Progress(float Fraction, string? Note)
    {
        public static readonly Progress None = new(0, null);
    }
}

/// <summary>Why a run is told to stop.</summary>
internal enum StopReason { None, Cancelled, LeaseLost, WorkerStopping, DeadlinePassed, NoProgress }
