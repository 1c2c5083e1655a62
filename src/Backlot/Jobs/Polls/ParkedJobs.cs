using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Polls;

/// <summary>Wakes jobs that are parked for a provider.</summary>
public sealed class ParkedJobs(NpgsqlDataSource database)
{
    /// <summary>The provider has called by itself, by a webhook. Twice is once; for what nobody waits for nothing happens.</summary>
    /// <param name="answerJson">For <see cref="JobRun.Answer"/>.</param>
    /// <returns>Whether a job was woken.</returns>
    public async Task<bool> WakeAsync(string provider, string account, string providerJobId, string answerJson, CancellationToken ct)
    {
        await using var find = SqlFile.Command(database, "Jobs/Sql/find_poll.sql", provider, account, providerJobId);
        var jobs = new List<Guid>();
        await using (var rows = await find.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                jobs.Add(rows.GetGuid(0));
        return jobs.Count > 0
            && await WakeAsync(jobs, jobs.ConvertAll(_ => providerJobId), jobs.ConvertAll(_ => (string?)answerJson), ct) > 0;
    }

    /// <returns>How many were still parked for that.</returns>
    internal async Task<int> WakeAsync(
        IReadOnlyList<Guid> jobs, IReadOnlyList<string> providerJobIds, IReadOnlyList<string?> answers, CancellationToken ct)
    {
        await using var wake = SqlFile.Command(database, "Jobs/Sql/wake.sql", jobs, providerJobIds,
            new NpgsqlParameter { Value = answers, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text });
        return await wake.ExecuteScalarAsync(ct) is int woken ? woken : 0;
    }
}
