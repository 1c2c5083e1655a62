using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Jobs.Attempts;

/// <summary>What became of a run that was not its job's last one.</summary>
public sealed class JobAttempt
{
    public required Guid JobId { get; init; }

    /// <summary>Of that run's lease; grows from run to run.</summary>
    public required long LeaseNo { get; init; }

    /// <summary>From 1. Runs that used none, because they parked, say, have the number of the next.</summary>
    public required int Attempt { get; init; }

    /// <summary>Host and process.</summary>
    public required string Worker { get; init; }

    /// <summary>Null for a short job's run that nobody saw the end of.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>One of <see cref="AttemptOutcome.Known"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>One sentence.</summary>
    public string? Reason { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<JobAttempt>
    {
        public void Configure(EntityTypeBuilder<JobAttempt> builder)
        {
            builder.ToTable("job_attempts").HasKey(a => new { a.JobId, a.LeaseNo });
            builder.OwnedThrough<Job>(nameof(JobId));
            builder.HasOne<Job>().WithMany().HasForeignKey(a => a.JobId);
            builder.Property(a => a.EndedAt).HasDefaultValueSql("now()");
        }
    }
}

/// <summary>The words for how a run ended.</summary>
public static class AttemptOutcome
{
    public const string
        Retry = "retry", Parked = "parked", HandedBack = "handed back", WorkerGone = "worker gone", DeadlinePassed = "deadline passed",
        NoProgress = "no progress", Failed = "failed", Cancelled = "cancelled";

    /// <summary>Of a run that is told by the job's own row.</summary>
    public const string Running = "running", Completed = "completed";

    public static readonly IReadOnlyList<string> Known =
        [Retry, Parked, HandedBack, WorkerGone, DeadlinePassed, NoProgress, Failed, Cancelled, Running, Completed];
}
