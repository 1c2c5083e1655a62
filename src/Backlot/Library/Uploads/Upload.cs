using Backlot.Library.Ingest;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Uploads;

/// <summary>A resumable upload in hand. Its ingest, of the same id, tells what becomes of it.</summary>
public sealed class Upload : IOwned
{
    public required Guid Id { get; init; }
    public required Guid UserId { get; init; }
    public required long LengthBytes { get; init; }

    /// <summary>Those that are on disk for good: where a client goes on.</summary>
    public long ReceivedBytes { get; set; }

    /// <summary>The header <c>Upload-Metadata</c> as it was sent.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>Of the whole; there as soon as all of it is.</summary>
    public string? Sha256 { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is forgotten, unless more of it has come until then.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public bool IsWhole => Sha256 is not null;

    internal sealed class Table : IEntityTypeConfiguration<Upload>
    {
        public void Configure(EntityTypeBuilder<Upload> builder)
        {
            builder.ToTable("uploads");
            builder.Ignore(u => u.IsWhole);
            builder.Property(u => u.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<FileIngest>().WithOne().HasForeignKey<Upload>(u => u.Id);
        }
    }
}
