using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Polls;

/// <summary>How often it is looked who is to be asked about.</summary>
/// <param name="ShortestSeconds">Between two looks, however many wait.</param>
/// <param name="IdleSeconds">While nobody does; so late may whoever was parked meanwhile be noticed.</param>
internal sealed record PollPace(double ShortestSeconds = 0.25, double IdleSeconds = 1);

/// <summary>Asks providers about the jobs that are parked for them: many at a time, account by account, several accounts at
/// once. No slot is held meanwhile.</summary>
internal sealed class PollLoop(NpgsqlDataSource database, ParkedJobs parked, IEnumerable<IPoller> pollers, PollPace pace, ILogger<PollLoop> log)
{
    private const int Page = 500, AccountsAtOnce = 8;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public IEnumerable<Func<CancellationToken, Task>> Loops => pollers.Select(poller => (Func<CancellationToken, Task>)(ct => RunAsync(poller, ct)));

    private async Task RunAsync(IPoller poller, CancellationToken ct)
    {
        var places = new SemaphoreSlim(AccountsAtOnce);
        while (!ct.IsCancellationRequested)
        {
            await places.WaitAsync(ct);
            var due = await ClaimAsync(poller.Provider, ct);
            if (due.Count == 0)
                places.Release();
            else
                _ = Task.Run(() => AskAndLeaveAsync(poller, due, places, ct), CancellationToken.None);
            // A few that are due may wait for more: one call asks about all of them.
            if (due.Count < Page)
                await Task.Delay(await UntilNextAsync(poller.Provider, ct), ct);
        }
    }

    private async Task AskAndLeaveAsync(IPoller poller, List<Due> due, SemaphoreSlim places, CancellationToken ct)
    {
        try
        {
            await AskAsync(poller, due, ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // They are due again when their claim runs out.
            log.LogWarning("Asking {Provider} about {Count} jobs failed: {Reason}", poller.Provider, due.Count, failure.Message);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task AskAsync(IPoller poller, List<Due> due, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        IReadOnlyDictionary<string, PollAnswer> answers;
        try
        {
            answers = await poller.PollAsync(due[0].Account, due.ConvertAll(poll => poll.ProviderJobId), limit.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("{Provider} could not be asked about {Count} jobs: {Reason}", poller.Provider, due.Count, failure.Message);
            answers = new Dictionary<string, PollAnswer>();
        }
        var ended = due.FindAll(poll => answers.GetValueOrDefault(poll.ProviderJobId) is PollAnswer.Ended || poll.IsOver);
        if (ended.Count > 0)
            await parked.WakeAsync(ended.ConvertAll(poll => poll.JobId), ended.ConvertAll(poll => poll.ProviderJobId),
                ended.ConvertAll(poll => (answers.GetValueOrDefault(poll.ProviderJobId) as PollAnswer.Ended)?.Json), ct);
        var working = due.Except(ended).ToList();
        if (working.Count == 0)
            return;
        await using var again = SqlFile.Command(database, "Jobs/Sql/poll_again.sql", working.ConvertAll(poll => poll.JobId), working.ConvertAll(poll =>
            PollSchedule.Next(poll.Waited, (answers.GetValueOrDefault(poll.ProviderJobId) as PollAnswer.Working)?.AskAgainAfter).TotalSeconds));
        await again.ExecuteNonQueryAsync(ct);
        await TellAsync([.. working.Select(poll => (poll.JobId, answers.GetValueOrDefault(poll.ProviderJobId) as PollAnswer.Working))], ct);
    }

    /// <summary>What the provider says of how far it is, to whoever watches the jobs.</summary>
    private async Task TellAsync(IReadOnlyList<(Guid JobId, PollAnswer.Working? Said)> working, CancellationToken ct)
    {
        var news = working.Where(poll => poll.Said is { Progress: not null } or { Note: not null }).ToList();
        if (news.Count == 0)
            return;
        await using var tell = SqlFile.Command(database, "Jobs/Sql/poll_progress.sql", news.ConvertAll(poll => poll.JobId),
            news.ConvertAll(poll => (float)Math.Clamp(poll.Said?.Progress ?? 0, 0, 1)),
            new NpgsqlParameter { Value = news.ConvertAll(poll => poll.Said?.Note), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text });
        await tell.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<Due>> ClaimAsync(string provider, CancellationToken ct)
    {
        await using var claim = SqlFile.Command(database, "Jobs/Sql/claim_polls.sql", provider, Page, Longest.TotalSeconds * 1.5);
        var due = new List<Due>();
        await using var rows = await claim.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            due.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2), TimeSpan.FromSeconds(rows.GetDouble(3)), rows.GetBoolean(4)));
        return due;
    }

    private async Task<TimeSpan> UntilNextAsync(string provider, CancellationToken ct)
    {
        await using var next = SqlFile.Command(database, "Jobs/Sql/next_poll.sql", provider);
        var seconds = await next.ExecuteScalarAsync(ct) is double due ? due : pace.IdleSeconds;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, pace.ShortestSeconds, pace.IdleSeconds));
    }

    /// <param name="IsOver">It has waited as long as it was to.</param>
    private sealed record Due(Guid JobId, string Account, string ProviderJobId, TimeSpan Waited, bool IsOver);
}
