using System.Collections.Concurrent;
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
        var (places, asking) = (new SemaphoreSlim(AccountsAtOnce), new ConcurrentDictionary<string, bool>());
        while (!ct.IsCancellationRequested)
        {
            var accounts = await AccountsAsync(poller.Provider, ct);
            // One call at a time for each, so that a provider that hangs takes one place and not all of them.
            foreach (var (account, _) in accounts.Where(next => next.DueInSeconds <= 0 && asking.TryAdd(next.Account, true)))
            {
                await places.WaitAsync(ct);
                _ = Task.Run(() => AskAndLeaveAsync(poller, account, Leave, ct), CancellationToken.None);

                void Leave()
                {
                    asking.TryRemove(account, out _);
                    places.Release();
                }
            }
            // A few that are due may wait for more: one call asks about all of them.
            var seconds = accounts.Count > 0 ? accounts[0].DueInSeconds : pace.IdleSeconds;
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(seconds, pace.ShortestSeconds, pace.IdleSeconds)), ct);
        }
    }

    private async Task AskAndLeaveAsync(IPoller poller, string account, Action leave, CancellationToken ct)
    {
        try
        {
            List<Due> due;
            do
            {
                due = await ClaimAsync(poller.Provider, account, ct);
                if (due.Count > 0)
                    await AskAsync(poller, account, due, ct);
            }
            while (due.Count == Page);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // They are due again when their claim runs out.
            log.LogWarning("Asking {Provider} about the jobs of {Account} failed: {Reason}", poller.Provider, account, failure.Message);
        }
        finally
        {
            leave();
        }
    }

    private async Task AskAsync(IPoller poller, string account, List<Due> due, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        IReadOnlyDictionary<string, PollAnswer> answers;
        try
        {
            answers = await poller.PollAsync(account, due.ConvertAll(poll => poll.ProviderJobId), limit.Token);
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

    private async Task<List<Due>> ClaimAsync(string provider, string account, CancellationToken ct)
    {
        await using var claim = SqlFile.Command(database, "Jobs/Sql/claim_polls.sql", provider, account, Page, Longest.TotalSeconds * 1.5);
        var due = new List<Due>();
        await using var rows = await claim.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            due.Add(new(rows.GetGuid(0), rows.GetString(1), TimeSpan.FromSeconds(rows.GetDouble(2)), rows.GetBoolean(3)));
        return due;
    }

    /// <returns>Whom jobs are parked for, the soonest due first.</returns>
    private async Task<List<(string Account, double DueInSeconds)>> AccountsAsync(string provider, CancellationToken ct)
    {
        await using var next = SqlFile.Command(database, "Jobs/Sql/next_polls.sql", provider);
        var accounts = new List<(string, double)>();
        await using var rows = await next.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            accounts.Add((rows.GetString(0), rows.GetDouble(1)));
        return accounts;
    }

    /// <param name="IsOver">It has waited as long as it was to.</param>
    private sealed record Due(Guid JobId, string ProviderJobId, TimeSpan Waited, bool IsOver);
}
