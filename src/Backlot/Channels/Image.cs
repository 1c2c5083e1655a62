using Backlot.Library;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Channels;

/// <summary>A finished image; in an album it is shown while the track of the same order index plays.</summary>
public sealed class Image
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public Guid? VideoJobId { get; init; }
    public required string Provider { get; init; }
    public string? ProviderImageId { get; init; }

    /// <summary>1..20.</summary>
    public required short OrderIndex { get; init; }
    public required Guid AssetId { get; init; }

    /// <inheritdoc cref="AudioTrack.LocalFilePath"/>
    public string? LocalFilePath { get; init; }
    public required string PromptText { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Image>
    {
        public void Configure(EntityTypeBuilder<Image> builder)
        {
            builder.ToTable("images");
            builder.Property(i => i.CreatedAt).HasDefaultValueSql("now()");
            builder.OwnedThrough<Asset>(nameof(AssetId));      // it may lie in no album
            builder.HasOne<VideoJob>().WithMany().HasForeignKey(i => i.VideoJobId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(i => i.AssetId);
        }
    }
}
