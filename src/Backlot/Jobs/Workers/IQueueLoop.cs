namespace Backlot.Jobs.Workers;

/// <summary>One queue's part of a worker.</summary>
internal interface IQueueLoop
{
    /// <summary>Claims and runs until told to stop.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database is away: call again, nothing is lost.</exception>
    Task ClaimAsync(CancellationToken ct);

    /// <summary>After the last claim: returns when nothing of it is in hand.</summary>
    Task StopAsync();
}
