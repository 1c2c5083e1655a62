using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace Backlot.Library.Predictions;

/// <summary>How often a clip is expected to be clicked on as an ad, and how often it was.</summary>
public sealed class Prediction : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid ClipId { get; init; }

    /// <summary>Clicks over views, 0..1.</summary>
    public required double PredictedCtr { get; init; }

    /// <summary>Where it is expected to lie, within 0..1.</summary>
    public required NpgsqlRange<decimal> PredictedBand { get; init; }

    /// <summary>As fed back, 0..1; null until then.</summary>
    public double? ActualCtr { get; set; }

    /// <summary>That <see cref="ActualCtr"/> was counted over; null when nobody said.</summary>
    public long? Views { get; set; }

    /// <summary>What the ad system calls it; unique among its owner's.</summary>
    public string? AdId { get; set; }
    public required string ModelVersion { get; init; }

    /// <summary>What the model was given, as JSON.</summary>
    public required string Features { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<Prediction>
    {
        public void Configure(EntityTypeBuilder<Prediction> builder)
        {
            builder.ToTable("predictions");
            builder.Property(p => p.PredictedBand).HasColumnType("numrange");
            builder.Property(p => p.Features).HasColumnType("jsonb");
            builder.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<Clip>().WithMany().HasForeignKey(p => p.ClipId);
        }
    }
}
