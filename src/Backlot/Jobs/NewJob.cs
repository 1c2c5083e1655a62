namespace Backlot.Jobs;

/// <summary>A job to be enqueued, as its row will be.</summary>
public sealed record NewJob
{
    private NewJob() { }

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public Guid UserId { get; private init; }
    public string Kind { get; private init; } = "";
    public string Queue { get; private init; } = "";
    public bool IsShort { get; private init; }
    public int MaxAttempts { get; private init; }
    public string Payload { get; private init; } = "";
    public Guid? Subject { get; private init; }
    public short Priority { get; private init; }
    public string? UniqueKey { get; private init; }
    public DateTimeOffset? RunAt { get; private init; }
    public string Account { get; private init; } = "";

    /// <param name="args">What to do.</param>
    /// <param name="userId">Whose job it is.</param>
    /// <param name="subject">What it works on.</param>
    /// <param name="priority">0..9, 9 first.</param>
    /// <param name="uniqueKey">At most one unfinished job of the user has it.</param>
    /// <param name="runAt">Not before. Null: at once.</param>
    /// <param name="account">The provider account whose limits it is under. Not for short kinds.</param>
    public static NewJob Of<TArgs>(TArgs args, Guid userId, Guid? subject = null, short priority = 5, string? uniqueKey = null,
        DateTimeOffset? runAt = null, string account = "") where TArgs : IJobArgs => new()
    {
        UserId = userId,
        Kind = TArgs.Kind,
        Queue = TArgs.Queue,
        IsShort = TArgs.IsShort,
        MaxAttempts = TArgs.MaxAttempts,
        Payload = JobKind.Write(args),
        Subject = subject,
        Priority = priority,
        UniqueKey = uniqueKey,
        RunAt = runAt,
        Account = account,
    };
}
