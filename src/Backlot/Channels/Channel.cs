using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Channels;

/// <summary>A background-music channel.</summary>
public sealed class Channel : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>Unique for its owner, whatever its case.</summary>
    public required string Name { get; set; }
    public string? YoutubeChannelId { get; set; }

    /// <summary>What the channel is about, in its owner's words.</summary>
    public required string BrandNiche { get; set; }
    public bool IsActive { get; set; } = true;

    /// <summary>Who makes the tracks of its albums, in this order; empty for the built-in one.</summary>
    public string[] MusicProviders { get; set; } = [];

    /// <summary>Who makes the pictures, in this order; empty for the built-in one.</summary>
    public string[] ImageProviders { get; set; } = [];

    /// <summary>Who writes the prompts, in this order; empty for the built-in writer.</summary>
    public string[] PromptWriters { get; set; } = [];

    /// <summary>Encrypted.</summary>
    public string? YoutubeCredential { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<Channel>
    {
        public void Configure(EntityTypeBuilder<Channel> builder)
        {
            builder.ToTable("channels");
            builder.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(c => c.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
        }
    }
}

/// <summary>The tables of this module.</summary>
public static class ChannelTables
{
    extension(BacklotDb db)
    {
        public DbSet<Channel> Channels => db.Set<Channel>();
        public DbSet<VideoJob> VideoJobs => db.Set<VideoJob>();
        public DbSet<AudioTrack> AudioTracks => db.Set<AudioTrack>();
        public DbSet<Image> Images => db.Set<Image>();
    }
}
