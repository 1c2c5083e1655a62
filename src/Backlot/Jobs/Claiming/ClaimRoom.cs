using System.Collections.Concurrent;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Claiming;

/// <summary>What the limits leave room for: jobs of a user at once (their tier), of a queue, and of a provider account, which
/// may also allow only so many starts a second. Nothing is kept of who runs: it is counted, so a crash frees its place.</summary>
internal sealed class ClaimRoom(NpgsqlDataSource database, Lanes lanes, Settings settings, TimeProvider time)
{
    /// <summary>How long a lane without room is left alone, if nothing ends here before.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), RememberTiers = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, (int? AtOnce, long At)> _tiers = [];
    private volatile HashSet<string>? _limitedQueues;

    private bool MayBeLimited(string queue) => _limitedQueues?.Contains(queue) ?? true;

    /// <summary>The queues that have a limit of their own, as the last look at them found.</summary>
    public void LimitQueues(HashSet<string> names) => _limitedQueues = names;

    public async Task<bool> IsLimitedAsync(string queue, List<Pick> picks)
    {
        if (MayBeLimited(queue) || picks.Exists(pick => pick.Key.Account != ""))
            return true;
        var limits = await AtOnceAsync(picks);
        return picks.Exists(pick => limits[pick.Key.UserId] is not null);
    }

    /// <summary>Takes the locks of all that is limited and cuts the picks down to what there is room for.</summary>
    public async Task<List<Pick>> TrimAsync(NpgsqlConnection connection, string queue, List<Pick> picks)
    {
        var limits = await AtOnceAsync(picks);
        var users = picks.Select(pick => pick.Key.UserId).Where(user => limits[user] is not null).Distinct().ToList();
        var accounts = picks.Select(pick => pick.Key.Account).Where(account => account != "").Distinct().ToList();
        var keys = users.Select(user => $"user {user}").Concat(accounts.Select(account => $"account {account}"))
            .Concat(MayBeLimited(queue) ? [$"queue {queue}"] : []).Order(StringComparer.Ordinal).ToList();
        await using (var locks = SqlFile.Command(connection, "Jobs/Sql/limit_locks.sql", keys))
            await locks.ExecuteNonQueryAsync();
        var left = new Dictionary<string, int>();
        await using (var counts = SqlFile.Command(connection, "Jobs/Sql/room.sql", users, users.ConvertAll(user => limits[user] ?? 0), accounts, queue))
        await using (var rows = await counts.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                left[rows.GetString(0)] = Math.Max(0, rows.GetInt32(1));
        var allowed = new List<Pick>();
        foreach (var pick in picks)
        {
            string[] limiting = [.. ((string[])[$"user {pick.Key.UserId}", $"account {pick.Key.Account}", $"queue {queue}"]).Where(left.ContainsKey)];
            var want = limiting.Select(key => left[key]).Append(pick.Want).Min();
            foreach (var key in limiting)
                left[key] -= want;
            if (want > 0)
                allowed.Add(pick with { Want = want });
            else
                lanes.Block(pick.Key, Pause);
        }
        return allowed;
    }

    /// <summary>Each start takes a token of its account.</summary>
    public static async Task ChargeAsync(NpgsqlConnection connection, List<ClaimedJob> jobs)
    {
        var starts = jobs.Where(job => job.Account != "").GroupBy(job => job.Account).ToList();
        if (starts.Count == 0)
            return;
        await using var charge = SqlFile.Command(connection, "Jobs/Sql/charge_accounts.sql", starts.ConvertAll(a => a.Key), starts.ConvertAll(a => a.Count()));
        await charge.ExecuteNonQueryAsync();
    }

    /// <summary>How many jobs each of the users may have running; null without a limit.</summary>
    private async Task<Dictionary<Guid, int?>> AtOnceAsync(List<Pick> picks)
    {
        var users = picks.Select(pick => pick.Key.UserId).Distinct().ToList();
        if (settings.Tiers.ByName.Values.All(tier => tier.JobsAtOnce is null))
            return users.ToDictionary(user => user, _ => (int?)null);
        var unknown = users.FindAll(user => !_tiers.TryGetValue(user, out var known) || IsOld(known.At));
        if (unknown.Count > 0)
        {
            foreach (var old in _tiers.Where(tier => IsOld(tier.Value.At)))
                _tiers.TryRemove(old);
            await using var tiers = SqlFile.Command(database, "Jobs/Sql/tiers.sql", unknown);
            await using var rows = await tiers.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                _tiers[rows.GetGuid(0)] = (settings.Tiers.ByName.TryGetValue(rows.GetString(1), out var tier) ? tier.JobsAtOnce : null, time.GetTimestamp());
        }
        return users.ToDictionary(user => user, user => _tiers.TryGetValue(user, out var known) ? known.AtOnce : null);
    }

    private bool IsOld(long at) => time.GetElapsedTime(at) > RememberTiers;
}
