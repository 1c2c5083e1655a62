using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Jobs.Schedules;

/// <summary>Adds a job again and again, at the times that a cron expression names.</summary>
public sealed class Schedule : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>1 to 200 characters; a user has one of a name.</summary>
    public required string Name { get; init; }
    public required string Kind { get; init; }

    /// <summary>The job's arguments as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>See <see cref="CronExpression"/>.</summary>
    public required string Cron { get; init; }

    /// <summary>Whose clock that is: an IANA name.</summary>
    public required string TimeZone { get; init; }
    public bool Enabled { get; set; } = true;
    public required DateTimeOffset NextRunAt { get; set; }
    public DateTimeOffset? LastRunAt { get; private set; }

    /// <summary>The job that was added last, or that was still unfinished then.</summary>
    public Guid? LastJobId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Schedule>
    {
        public void Configure(EntityTypeBuilder<Schedule> builder)
        {
            builder.ToTable("schedules");
            builder.Property(s => s.Payload).HasColumnType("jsonb");
            builder.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
        }
    }
}
