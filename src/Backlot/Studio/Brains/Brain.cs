using System.Text.Json;
using Backlot.Accounts;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio.Brains;

/// <summary>How a film is made: how its shots are composed, its colours graded, its scenes paced and its story beaten out.</summary>
public sealed class Brain : IOwnedOrShipped, IGoods, IStudioRow
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
    public required BrainParameters Parameters { get; set; }
    public Guid? ThumbnailAssetId { get; set; }
    public bool IsMarketplace { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public int? Price { get; set; }
    public Guid? PurchaseId { get; private init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    Guid IStudioRow.ScopeId => UserId ?? Guid.Empty;

    internal sealed class Table : IEntityTypeConfiguration<Brain>
    {
        public void Configure(EntityTypeBuilder<Brain> builder)
        {
            builder.ToTable("brains");
            builder.Property(b => b.Parameters).HasColumnType("jsonb").HasConversion(
                parameters => JsonSerializer.Serialize(parameters, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<BrainParameters>(json, JsonSerializerOptions.Web) ?? BrainParameters.None);
            builder.Property(b => b.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(b => b.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(b => b.UserId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(b => b.ThumbnailAssetId);
            builder.HasOne<Purchase>().WithMany().HasForeignKey(b => b.PurchaseId);
        }
    }
}
