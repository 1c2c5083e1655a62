using System.Text.Json;
using Backlot.Jobs.Claiming;
using Backlot.Jobs.Workers;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Backlot.Jobs.Running;

/// <summary>How a run's end is stored, under its lease; each statement is a file in <c>Sql/</c>.</summary>
internal sealed class RunEnds(NpgsqlDataSource database)
{

    /// <summary>Joined to the transaction of <paramref name="db"/>, which proved the lease.</summary>
    public static Task CompleteAsync(BacklotDb db, ClaimedJob job, object? result, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read("Jobs/Sql/complete.sql"),
            [job.Id, job.LeaseNo, Nullable(result is null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web)), WorkerIdentity.ProcessName], ct);

    /// <summary>Back to the queue, to be tried again.</summary>
    /// <param name="outcome">As <c>job_attempts</c> names it.</param>
    public Task RetryAsync(ClaimedJob job, TimeSpan after, bool attemptCounts, string outcome, string? reason) =>
        PutBackAsync(job, JobStatus.Queued, after, attemptCounts, outcome, reason);

    /// <summary>Until its time, without an attempt being used.</summary>
    public Task ParkAsync(ClaimedJob job, TimeSpan after, string note) => PutBackAsync(job, JobStatus.Parked, after, attemptCounts: false, "parked", note);

    /// <summary>Until the provider has an answer, without an attempt being used. The place at the provider commits with it.</summary>
    public Task AwaitAsync(ClaimedJob job, Outcome.Await wait, TimeSpan first, TimeSpan giveUp) =>
        StoreAsync("await", job.Id, job.LeaseNo, WorkerIdentity.ProcessName, wait.Provider, wait.Account, wait.ProviderJobId, first.TotalSeconds, giveUp.TotalSeconds);

    private Task PutBackAsync(ClaimedJob job, JobStatus status, TimeSpan after, bool attemptCounts, string outcome, string? reason) =>
        StoreAsync("put_back", job.Id, job.LeaseNo, TextEnum.Name(status), after.TotalSeconds, attemptCounts, outcome, reason, WorkerIdentity.ProcessName);

    private Task StoreAsync(string file, params object?[] values) => DatabaseAway.OutlastAsync(async () =>
    {
        await using var store = SqlFile.Command(database, $"Jobs/Sql/{file}.sql", Array.ConvertAll(values, value => value is string or null ? Nullable((string?)value) : value));
        await store.ExecuteNonQueryAsync();
    });

    private static NpgsqlParameter Nullable(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
