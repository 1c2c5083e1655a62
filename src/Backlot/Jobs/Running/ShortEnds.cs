using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Backlot.Jobs.Claiming;
using Backlot.Jobs.Metrics;
using Backlot.Jobs.Workers;
using Backlot.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace Backlot.Jobs.Running;

/// <summary>Stores the ends of short jobs in batches. A job counts as in hand until the database has taken its end, or refused
/// it because its lease is gone.</summary>
internal sealed class ShortEnds(NpgsqlDataSource database, JobMetrics metrics, ILogger<ShortEnds> log) : IDisposable
{
    /// <summary>What is few waits this long for more.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    private const int Few = 100, Most = 2000;

    /// <summary>While the disk keeps what one has stored, the next stores.</summary>
    private const int Writers = 2;

    /// <summary>A null only wakes: there are batches to clear away.</summary>
    private readonly Channel<End?> _ends = Channel.CreateUnbounded<End?>();
    private readonly ConcurrentDictionary<long, int> _left = [];
    private readonly ConcurrentDictionary<long, bool> _lost = [];
    private readonly ConcurrentQueue<long> _emptied = [];

    /// <summary>The batches in hand.</summary>
    public ICollection<long> Batches => _left.Keys;

    /// <summary>So many jobs were leased with this batch: its row goes when all of them have ended and the claim is kept, before
    /// which the row cannot be seen.</summary>
    public void Begin(long batchId, int jobs) => _left[batchId] = jobs + 1;

    /// <summary>The claim that leased the batch has come to its end.</summary>
    /// <param name="isKept">False: nobody knows. The batch's row, if there is one, stays for the caretaker to find.</param>
    public void EndClaim(long batchId, bool isKept) => Leave(batchId, 1, isKept);

    /// <summary>It completed, and the database is to be told with others.</summary>
    /// <param name="stored">Called when that is so, or when the end was refused.</param>
    /// <param name="fail">Ends it as failed instead, when the database cannot take its result.</param>
    public void Complete(ClaimedJob job, object? result, TimeSpan ran, Action stored, Func<Exception, Task> fail) =>
        _ends.Writer.TryWrite(new(job, result is null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web), ran, stored, fail));

    /// <summary>It ended in another way.</summary>
    /// <param name="isStored">False: nobody knows how, or its lease was lost and nobody may have it yet. Its batch's row stays, for the caretaker to find.</param>
    public void Leave(ClaimedJob job, bool isStored = true)
    {
        if (job.BatchId is { } batch)
            Leave(batch, 1, isStored);
    }

    private void Leave(long batch, int jobs, bool isKnown)
    {
        if (!isKnown)
            _lost[batch] = true;
        if (_left.AddOrUpdate(batch, 0, (_, left) => left - jobs) != 0)
            return;
        _emptied.Enqueue(batch);
        _ends.Writer.TryWrite(null);
    }

    /// <summary>Gives back what was fetched and never begun.</summary>
    public async Task HandBackAsync(IReadOnlyList<ClaimedJob> jobs)
    {
        var parts = Parts(jobs);
        var cleared = Clearable(parts);
        await using var back = SqlFile.Command(database, "Jobs/Sql/hand_back.sql",
            jobs.Select(job => job.Id).ToArray(), jobs.Select(job => job.LeaseNo).ToArray(), cleared);
        await back.ExecuteNonQueryAsync();
        Leave(parts, cleared);
    }

    /// <summary>Stores ends as they come, until <see cref="Close"/> was called and all are stored.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync()));
        // Each may have stored a part of the last batch: that it is empty was seen when nobody waited to be woken any more.
        await StoreUntilItIsAsync([]);
    }

    private async Task WriteAsync()
    {
        var ends = new List<End>(Most);
        while (await _ends.Reader.WaitToReadAsync())
        {
            if (_ends.Reader.Count < Few)
                await Task.Delay(Gather);
            while (ends.Count < Most && _ends.Reader.TryRead(out var end))
                if (end is not null)
                    ends.Add(end);
            await StoreUntilItIsAsync(ends);
            ends.Clear();
        }
    }

    public void Close() => _ends.Writer.TryComplete();

    public void Dispose() => Close();

    private async Task StoreUntilItIsAsync(List<End> ends)
    {
        var parts = Parts(ends.ConvertAll(end => end.Job));
        var cleared = Clearable(parts);
        if (ends.Count + cleared.Length == 0)
            return;
        try
        {
            await StoreAsync(ends, cleared);
        }
        catch (Exception refused)
        {
            log.LogWarning("The ends of {Count} short jobs cannot be stored together ({Reason}): each by itself.", ends.Count, refused.Message);
            foreach (var end in ends)
                await StoreAloneAsync(end);
            foreach (var batch in cleared.Except(parts.Keys))
                _emptied.Enqueue(batch);
            cleared = [];
        }
        Leave(parts, cleared);
    }

    private async Task StoreAloneAsync(End end)
    {
        try
        {
            await StoreAsync([end], []);
        }
        catch (Exception refused)
        {
            try
            {
                await end.Fail(refused);
            }
            catch (Exception failure)
            {
                log.LogError(failure, "Job {Job} ended without its outcome being stored.", end.Job.Id);
                _lost[end.Job.BatchId!.Value] = true;
            }
            metrics.RunEnded(end.Job.Kind, "retry", end.Ran);
            end.Stored();
        }
    }

    /// <summary>The work is done: a database that is away is waited for.</summary>
    private async Task StoreAsync(List<End> ends, long[] batches)
    {
        while (true)
        {
            try
            {
                var ours = await CompleteAsync(ends, batches);
                foreach (var end in ends)
                {
                    metrics.RunEnded(end.Job.Kind, ours?.Contains(end.Job.Id) is not false ? "completed" : "lease lost", end.Ran);
                    end.Stored();
                }
                if (ours is not null)
                    log.LogWarning("{Count} short jobs had lost their lease when they ended; they run again elsewhere.", ends.Count - ours.Count);
                return;
            }
            catch (Exception away) when (DatabaseAway.Explains(away))
            {
                log.LogWarning("The ends of {Count} short jobs cannot be stored ({Reason}); trying again.", ends.Count, away.Message);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <returns>Which were still ours; null: all.</returns>
    private async Task<HashSet<Guid>?> CompleteAsync(List<End> ends, long[] batches)
    {
        await using var complete = SqlFile.Command(database, "Jobs/Sql/complete_short.sql", ends.ConvertAll(end => end.Job.Id),
            ends.ConvertAll(end => end.Job.LeaseNo),
            new NpgsqlParameter { Value = ends.ConvertAll(end => end.Result), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            ends.ConvertAll(end => end.Ran.TotalSeconds), WorkerIdentity.ProcessName, batches);
        await using var row = await complete.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.IsDBNull(0) ? null : [.. row.GetFieldValue<Guid[]>(0)];
    }

    /// <summary>How many of these are of each batch.</summary>
    private static Dictionary<long, int> Parts(IEnumerable<ClaimedJob> jobs) => jobs.CountBy(job => job.BatchId!.Value).ToDictionary();

    /// <summary>The batches whose rows may go with the statement that ends these parts: those of which nothing else is left.
    /// What another statement is ending at this moment is left, because this one may be kept without it.</summary>
    private long[] Clearable(Dictionary<long, int> parts)
    {
        var batches = parts.Where(part => _left.GetValueOrDefault(part.Key) == part.Value && !_lost.ContainsKey(part.Key)).Select(part => part.Key).ToList();
        while (_emptied.TryDequeue(out var batch))
            if (_lost.TryRemove(batch, out _))
                _left.TryRemove(batch, out _);
            else
                batches.Add(batch);
        return [.. batches];
    }

    /// <param name="parts">Have ended.</param>
    /// <param name="cleared">Batches whose rows are gone.</param>
    private void Leave(Dictionary<long, int> parts, long[] cleared)
    {
        foreach (var batch in cleared)
            _left.TryRemove(batch, out _);
        foreach (var (batch, jobs) in parts.ExceptBy(cleared, part => part.Key))
            Leave(batch, jobs, isKnown: true);
    }

    private sealed record End(ClaimedJob Job, string? Result, TimeSpan Ran, Action Stored, Func<Exception, Task> Fail);
}
