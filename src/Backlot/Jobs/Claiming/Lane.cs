namespace Backlot.Jobs.Claiming;

/// <summary>The ready jobs of one user, provider account and priority in a queue stand in one lane, oldest first.</summary>
/// <param name="Account">Empty for jobs under no account's limits.</param>
internal readonly record struct LaneKey(string Queue, Guid UserId, string Account, short Priority);

/// <summary>What this process knows of a lane that has something ready.</summary>
internal sealed class Lane(LaneKey key, DateTime since)
{
    public LaneKey Key { get; } = key;

    /// <summary>Nothing before it is ready. Claims begin here, so that they never read the dead entries of what was claimed
    /// before, which stay as long as any old transaction is open.</summary>
    public DateTime Since { get; set; } = since;

    /// <summary>Since when the earliest is ready that was told since the last claim was chosen, which may have looked just before;
    /// null when nothing was.</summary>
    public DateTime? Told { get; set; }

    /// <summary>For how many jobs a ticket stands, as the last claim saw it; 1 or more.</summary>
    public double JobsPerTicket { get; set; } = 1;

    /// <summary>A limit holds it up until then, or until <see cref="Lanes.Free"/>.</summary>
    /// <remarks>By <see cref="TimeProvider.GetTimestamp"/>: a clock that is set back must not hold up anybody.</remarks>
    public long BlockedUntil { get; set; }
}

/// <summary>A lane to claim from.</summary>
/// <param name="Want">How many jobs, at most.</param>
internal sealed record Pick(Lane Lane, int Want)
{
    private int _seen;

    public LaneKey Key => Lane.Key;

    /// <summary>How many tickets to look at: as few as will do, because nobody else sees them meanwhile.</summary>
    public int Tickets { get; } = (int)Math.Ceiling(Want / Lane.JobsPerTicket);

    /// <summary>Since when the earliest ticket is ready that the claim saw and left; null when there is none.</summary>
    public DateTime? Left { get; private set; }

    /// <summary>A ticket was left, or there were as many as were looked at, and they stand for jobs of any number: it is not known that there are no
    /// more.</summary>
    public bool MayHaveMore => Left is not null || _seen == Tickets;

    public bool IsOf(Guid userId, string account, short priority) => Key.UserId == userId && Key.Account == account && Key.Priority == priority;

    /// <summary>What the claim found in the lane.</summary>
    /// <param name="jobs">For how many the tickets stood.</param>
    /// <param name="left">As <see cref="Left"/>.</param>
    public void Saw(int tickets, int jobs, DateTime? left)
    {
        (_seen, Left) = (tickets, left);
        Lane.JobsPerTicket = (double)jobs / tickets;
    }
}
