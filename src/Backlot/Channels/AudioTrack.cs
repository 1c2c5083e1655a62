using Backlot.Library;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Channels;

/// <summary>A finished track of an album.</summary>
public sealed class AudioTrack
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid VideoJobId { get; init; }
    public required string Provider { get; init; }
    public string? ProviderTrackId { get; init; }

    /// <summary>1..20.</summary>
    public required short OrderIndex { get; init; }

    /// <summary>To the hundredth.</summary>
    public required decimal DurationSeconds { get; init; }
    public required Guid AssetId { get; init; }

    /// <summary>Where the user's own file lay.</summary>
    public string? LocalFilePath { get; init; }
    public string? LicenseDocumentUrl { get; init; }
    public required string PromptText { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<AudioTrack>
    {
        public void Configure(EntityTypeBuilder<AudioTrack> builder)
        {
            builder.ToTable("audio_tracks");
            builder.Property(t => t.DurationSeconds).HasColumnType("numeric(6,2)");
            builder.Property(t => t.CreatedAt).HasDefaultValueSql("now()");
            builder.OwnedThrough<VideoJob>(nameof(VideoJobId));
            builder.HasOne<VideoJob>().WithMany().HasForeignKey(t => t.VideoJobId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(t => t.AssetId);
        }
    }
}
