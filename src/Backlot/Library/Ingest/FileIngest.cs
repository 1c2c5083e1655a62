using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Ingest;

/// <summary>Somebody asked for files to be brought in: those of a folder, what is at an address, or an upload.</summary>
public sealed class FileIngest : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required IngestSource Source { get; init; }

    /// <summary>The folder without links in it, the address, or the name of what is uploaded.</summary>
    public required string Location { get; init; }

    /// <summary>Whether folders in the folder are looked into.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>Whether the folder is looked at again and again for what is new.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Why it can go no further; null while it can.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>When all its files were known, for the first time.</summary>
    public DateTimeOffset? ScannedAt { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<FileIngest>
    {
        public void Configure(EntityTypeBuilder<FileIngest> builder)
        {
            builder.ToTable("ingests");
            builder.Property(i => i.Source).IsText();
            builder.Property(i => i.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(i => i.UserId);
        }
    }
}

public enum IngestSource { Folder, Url, Upload }
