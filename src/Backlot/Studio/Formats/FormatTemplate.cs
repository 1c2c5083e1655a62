using System.Text.Json;
using Backlot.Accounts;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio.Formats;

/// <summary>What a film is told as: the beats of its story, each of which becomes a scene.</summary>
public sealed class FormatTemplate : IOwnedOrShipped, IGoods, IStudioRow
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>Null for one that comes with Backlot.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Names one that comes with Backlot, for ever.</summary>
    public string? ShippedKey { get; private init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>At most 2000 characters.</summary>
    public string Description { get; set; } = "";

    /// <summary>1 to 100, in their order.</summary>
    public required IReadOnlyList<Beat> BeatStructure { get; set; }
    public Guid? ThumbnailAssetId { get; set; }
    public bool IsMarketplace { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public int? Price { get; set; }
    public Guid? PurchaseId { get; private init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    Guid IStudioRow.ScopeId => UserId ?? Guid.Empty;

    internal sealed class Table : IEntityTypeConfiguration<FormatTemplate>
    {
        public void Configure(EntityTypeBuilder<FormatTemplate> builder)
        {
            builder.ToTable("format_templates");
            builder.Property(f => f.BeatStructure).HasColumnType("jsonb").HasConversion(
                beats => JsonSerializer.Serialize(beats, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<Beat>>(json, JsonSerializerOptions.Web) ?? new(),
                new ValueComparer<IReadOnlyList<Beat>>((a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
                    beats => beats.Count));
            builder.Property(f => f.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(f => f.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(f => f.UserId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(f => f.ThumbnailAssetId);
            builder.HasOne<Purchase>().WithMany().HasForeignKey(f => f.PurchaseId);
        }
    }
}
