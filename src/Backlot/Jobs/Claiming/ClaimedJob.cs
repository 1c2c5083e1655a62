namespace Backlot.Jobs.Claiming;

/// <summary>A row as the claim returned it.</summary>
/// <param name="Attempt">Of the run to come, from 1.</param>
/// <param name="LeaseNo">What every write of the run must name.</param>
/// <param name="BatchId">Of short jobs: the batch it was leased with.</param>
internal sealed record ClaimedJob(
    Guid Id, Guid UserId, Guid? Subject, string Kind, string Payload, int Attempt, int MaxAttempts, long LeaseNo, bool CancelRequested,
    short Priority, string Account, DateTime RunAt, string? Checkpoint, string? Answer, long? BatchId);

/// <summary>What one claim took.</summary>
/// <param name="Jobs">Leased once it is kept; short ones may begin before.</param>
/// <param name="KeepAsync">To be called once, and always: has the database keep it. Fails when it is not known whether it has.</param>
internal sealed record Claim(List<ClaimedJob> Jobs, Func<Task> KeepAsync);
