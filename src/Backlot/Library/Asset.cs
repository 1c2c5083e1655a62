using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library;

/// <summary>A piece of media, ingested or made. Its bytes are in the blob store and never change.</summary>
public sealed class Asset : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required AssetKind Kind { get; init; }
    public required AssetSource SourceType { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>Where it was ingested from; never used to find the bytes.</summary>
    public string? Path { get; init; }
    public required string Filename { get; set; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; set; }
    public long? SizeBytes { get; set; }
    public string? MimeType { get; set; }

    /// <summary>Container, for instance <c>ogg</c>.</summary>
    public string? Format { get; set; }
    public double? DurationSeconds { get; set; }

    /// <summary>Pixels, as displayed.</summary>
    public int? Width { get; set; }
    public int? Height { get; set; }

    /// <summary>For instance <c>1920x1080</c>; derived by the database.</summary>
    public string? Resolution { get; private set; }

    /// <summary>Frames per second: the quotient of the exact ratio, where that is known.</summary>
    public double? FrameRate { get; set; }

    /// <summary>The exact frame rate is this over <see cref="FrameRateDen"/>: 30000 over 1001. Of a variable rate: the average.</summary>
    public long? FrameRateNum { get; set; }
    public long? FrameRateDen { get; set; }

    /// <summary>Whether frames are shown for unequal times. Null for what is no film.</summary>
    public bool? IsVariableFrameRate { get; set; }
    public bool? HasAudio { get; set; }

    /// <summary>When its clips were found; null before, and for what has none.</summary>
    public DateTimeOffset? FootageReadAt { get; set; }

    /// <summary>The asset that this one was made from, a thumbnail or a proxy, say; it goes with that one and is in no list.</summary>
    public Guid? DerivedFrom { get; init; }

    /// <summary>What it is of that asset; null unless it is derived.</summary>
    public string? Variant { get; init; }

    /// <summary>What else was measured, as JSON: streams, colour, loudness, rotation.</summary>
    public string Metadata { get; set; } = "{}";
    public AssetStatus Status { get; set; } = AssetStatus.Processing;
    public string? ErrorMessage { get; set; }
    public DateTimeOffset? IngestedAt { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<Asset>
    {
        public void Configure(EntityTypeBuilder<Asset> builder)
        {
            builder.ToTable("assets");
            builder.Property(a => a.Kind).IsText();
            builder.Property(a => a.SourceType).IsText();
            builder.Property(a => a.Status).IsText();
            builder.Property(a => a.Metadata).HasColumnType("jsonb");
            builder.Property(a => a.Resolution).ValueGeneratedOnAddOrUpdate();
            builder.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(a => a.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(a => a.UserId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(a => a.DerivedFrom);
        }
    }
}

public enum AssetKind { Video, Audio, Image, Other }

/// <summary>How it came in.</summary>
public enum AssetSource { Upload, Folder, Url, Generated, Drive }

public enum AssetStatus { Processing, Ready, Failed }
