using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Rendering;

/// <summary>A timeline to be made into one film, and what became of it.</summary>
public sealed class RenderTask : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>The album it is for; the engine does not look into it.</summary>
    public Guid? VideoJobId { get; init; }
    public Guid? ProjectId { get; init; }

    /// <summary>JSON: a <see cref="Rendering.Timeline"/>, or a <see cref="Cuts.CutList"/> under the name <c>cut</c>.</summary>
    public required string Timeline { get; init; }

    /// <summary>What was really run, as a shell command.</summary>
    public string? FfmpegCommand { get; set; }

    /// <summary>For instance <c>1920x1080</c>.</summary>
    public required string Resolution { get; init; }
    public decimal? DurationSeconds { get; set; }
    public long? FileSizeBytes { get; set; }
    public RenderStatus Status { get; set; } = RenderStatus.Pending;
    public Guid? OutputAssetId { get; set; }
    public string? ErrorMessage { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>JSON: loudness, what came from the cache, seconds taken.</summary>
    public string Metadata { get; set; } = "{}";

    internal sealed class Table : IEntityTypeConfiguration<RenderTask>
    {
        public void Configure(EntityTypeBuilder<RenderTask> builder)
        {
            builder.ToTable("render_tasks");
            builder.Property(r => r.Timeline).HasColumnType("jsonb");
            builder.Property(r => r.Metadata).HasColumnType("jsonb");
            builder.Property(r => r.DurationSeconds).HasColumnType("numeric(10,2)");
            builder.Property(r => r.Status).IsText();
            builder.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId);
        }
    }
}

public enum RenderStatus { Pending, InProgress, Completed, Failed }

/// <summary>The tables of this module.</summary>
public static class RenderingTables
{
    extension(BacklotDb db)
    {
        public DbSet<RenderTask> RenderTasks => db.Set<RenderTask>();
    }
}
