using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Jobs;

/// <summary>A piece of work that runs to its end whatever crashes. docs/job-states.md draws its states.</summary>
public sealed class Job : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>Names the handler; stable, for instance <c>channels.make-track</c>.</summary>
    public required string Kind { get; init; }
    public required string Queue { get; init; }
    public JobStatus Status { get; set; } = JobStatus.Queued;

    /// <summary>0..9, 9 is served first. Default 5.</summary>
    public short Priority { get; init; } = 5;

    /// <summary>The arguments as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>What it works on, so that a product finds its jobs.</summary>
    public Guid? Subject { get; init; }

    /// <summary>At most one unfinished job of its user has it.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Whether it has its key now: an ended job does not.</summary>
    public bool KeyHeld { get; init; }

    /// <summary>Who inserts it gives it its ticket as well; else the database does.</summary>
    public bool BringsTicket { get; init; }

    /// <summary>The provider account whose limits it is under; empty for none.</summary>
    public string Account { get; init; } = "";

    /// <summary>Claimed and ended in batches (<see cref="IJobArgs.IsShort"/>); its runs are not told one by one.</summary>
    public bool IsShort { get; init; }

    /// <summary>Not before. Default: at once, by the database's clock.</summary>
    public DateTimeOffset RunAt { get; set; }

    /// <summary>Unfinished jobs it depends on; kept by the database.</summary>
    public int WaitingOn { get; private set; }

    /// <summary>Runs so far, this one included; parking uses none.</summary>
    public int Attempt { get; set; }
    public required int MaxAttempts { get; init; }

    /// <summary>Grows with each run; every write of a run names it.</summary>
    public long LeaseNo { get; private set; }

    /// <summary>Who runs it; null unless it is running.</summary>
    public Guid? WorkerId { get; private set; }

    /// <summary>Who ran it last, as host:process.</summary>
    public string? LastWorker { get; private set; }

    /// <summary>Something was ordered from a provider for it; kept by the database.</summary>
    public bool HasGenerations { get; private set; }

    /// <summary>Where its next run goes on, as JSON.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>What a provider said that woke it, as JSON.</summary>
    public string? Answer { get; private set; }
    public bool CancelRequested { get; set; }

    /// <summary>0..1.</summary>
    public float Progress { get; set; }
    public string? ProgressNote { get; set; }
    public string? ErrorMessage { get; set; }
    public string? Result { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its last run began.</summary>
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The transaction that last changed what a watcher sees.</summary>
    public ulong ChangedIn { get; private set; }

    public bool HasEnded => Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;

    internal sealed class Table : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> builder)
        {
            builder.ToTable("jobs");
            builder.Ignore(j => j.HasEnded);
            builder.Property(j => j.Status).IsText();
            builder.Property(j => j.Payload).HasColumnType("jsonb");
            foreach (var json in (string[])[nameof(Result), nameof(Checkpoint), nameof(Answer)])
                builder.Property(json).HasColumnType("jsonb");
            builder.Property(j => j.RunAt).HasDefaultValueSql("now()");
            builder.Property(j => j.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(j => j.WaitingOn).ValueGeneratedOnAddOrUpdate();
            builder.Property(j => j.LeaseNo).ValueGeneratedOnAddOrUpdate();
            builder.Property(j => j.HasGenerations).ValueGeneratedOnAddOrUpdate();
            builder.Property(j => j.ChangedIn).HasColumnType("xid8").ValueGeneratedOnAddOrUpdate();
        }
    }
}

/// <summary>The states of a job.</summary>
public enum JobStatus { Queued, Running, Parked, Completed, Failed, Cancelled }

/// <summary>Fan-in: <see cref="JobId"/> runs when <see cref="DependsOnId"/> has completed, and is cancelled if it cannot.</summary>
public sealed record JobDependency(Guid JobId, Guid DependsOnId)
{
    internal sealed class Table : IEntityTypeConfiguration<JobDependency>
    {
        public void Configure(EntityTypeBuilder<JobDependency> builder)
        {
            builder.ToTable("job_dependencies").HasKey(d => new { d.JobId, d.DependsOnId });
            builder.OwnedThrough<Job>(nameof(JobId));
            builder.HasOne<Job>().WithMany().HasForeignKey(d => d.JobId);
            builder.HasOne<Job>().WithMany().HasForeignKey(d => d.DependsOnId);
        }
    }
}

/// <summary>The tables of this module.</summary>
public static class JobTables
{
    extension(BacklotDb db)
    {
        public DbSet<Job> Jobs => db.Set<Job>();
        public DbSet<JobDependency> JobDependencies => db.Set<JobDependency>();
    }
}
