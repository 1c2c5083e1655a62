using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Jobs;

/// <summary>The statements by which a worker moves jobs along; each is a file in <c>Sql/</c>.</summary>
internal sealed class JobStore(NpgsqlDataSource database, Settings settings)
{
    private readonly (string Tier, int Jobs)[] _limited = [.. settings.Tiers.ByName
        .SelectMany(tier => tier.Value.JobsAtOnce is { } jobs ? [(tier.Key, jobs)] : Array.Empty<(string, int)>())];

    public async Task<List<ClaimedJob>> ClaimAsync(
        string queue, int limit, string owner, double leaseSeconds, string[] kinds, CancellationToken ct)
    {
        await using var claim = Command("claim", queue, limit, owner, leaseSeconds, kinds,
            _limited.Select(l => l.Tier).ToArray(), _limited.Select(l => l.Jobs).ToArray());
        await using var rows = await claim.ExecuteReaderAsync(ct);
        var jobs = new List<ClaimedJob>();
        while (await rows.ReadAsync(ct))
            jobs.Add(new(rows.GetGuid(0), rows.GetGuid(1), rows.IsDBNull(2) ? null : rows.GetGuid(2), rows.GetString(3),
                rows.GetString(4), rows.GetInt32(5), rows.GetInt32(6), rows.GetInt64(7), rows.GetBoolean(8)));
        return jobs;
    }

    /// <returns>The jobs that are still ours, each with whether it is to be cancelled.</returns>
    public async Task<Dictionary<Guid, bool>> HeartbeatAsync(IReadOnlyCollection<JobRun> runs, double leaseSeconds, CancellationToken ct)
    {
        await using var beat = Command("heartbeat",
            runs.Select(r => r.Id).ToArray(),
            runs.Select(r => r.Job.LeaseNo).ToArray(),
            runs.Select(r => r.Reported.Fraction).ToArray(),
            runs.Select(r => r.Reported.Note).ToArray(),
            leaseSeconds);
        var ours = new Dictionary<Guid, bool>();
        await using var rows = await beat.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            ours[rows.GetGuid(0)] = rows.GetBoolean(1);
        return ours;
    }

    public async Task ReapAsync(CancellationToken ct)
    {
        await using var reap = Command("reap");
        await reap.ExecuteNonQueryAsync(ct);
    }

    public async Task TellWatchersAsync(CancellationToken ct)
    {
        await using var notify = database.CreateCommand("select pg_notify('backlot', 'changed')");
        await notify.ExecuteNonQueryAsync(ct);
    }

    public async Task PutBackAsync(ClaimedJob job, JobStatus status, TimeSpan after, bool attemptCounts, string? why, CancellationToken ct)
    {
        await using var putBack = Command("put_back", job.Id, job.LeaseNo, TextEnum.Name(status), after.TotalSeconds, attemptCounts, why);
        await putBack.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Joined to the transaction of <paramref name="db"/>.</summary>
    public static Task CompleteAsync(BacklotDb db, ClaimedJob job, object? result, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read("Jobs/Sql/complete.sql"),
            [job.Id, job.LeaseNo, Nullable(result is null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web))], ct);

    private NpgsqlCommand Command(string file, params object?[] values)
    {
        var command = database.CreateCommand(SqlFile.Read($"Jobs/Sql/{file}.sql"));
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    private static NpgsqlParameter Parameter(object? value) =>
        value is string or null ? Nullable((string?)value) : new() { Value = value };

    private static NpgsqlParameter Nullable(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
