using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Ingest;

/// <summary>One file of an ingest, and what became of it.</summary>
public sealed class IngestFile : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid IngestId { get; init; }

    /// <summary>Absolute in a folder's ingest; else the location of the ingest.</summary>
    public required string Path { get; init; }

    /// <summary>As it was when it was last seen; what differs is looked at again.</summary>
    public long? SizeBytes { get; set; }
    public DateTimeOffset? ModifiedAt { get; set; }
    public IngestFileStatus Status { get; set; }

    /// <summary>Completes the sentence "x.png …"; there if and only if it was refused.</summary>
    public string? Reason { get; set; }
    public Guid? AssetId { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<IngestFile>
    {
        public void Configure(EntityTypeBuilder<IngestFile> builder)
        {
            builder.ToTable("ingest_files");
            builder.Property(f => f.Status).IsText();
            builder.Property(f => f.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<FileIngest>().WithMany().HasForeignKey(f => f.IngestId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(f => f.AssetId);
        }
    }
}

/// <summary>Waiting for its job; taken in as a new asset; known, because its bytes were an asset already; or refused.</summary>
public enum IngestFileStatus { Waiting, Taken, Known, Refused }
