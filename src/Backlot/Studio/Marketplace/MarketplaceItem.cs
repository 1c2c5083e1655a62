using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio.Marketplace;

/// <summary>What a shop window shows of something that is sold, to everybody; the goods themselves stay with their owner until they are bought.</summary>
public sealed class MarketplaceItem
{
    public Guid Id { get; private init; }
    public GoodsKind Kind { get; private init; }
    public string Name { get; private init; } = "";
    public string Description { get; private init; } = "";
    public Guid? ThumbnailAssetId { get; private init; }

    /// <summary>Credits.</summary>
    public int Price { get; private init; }

    /// <summary>The name that the seller shows.</summary>
    public string Seller { get; private init; } = "";
    public DateTimeOffset PublishedAt { get; private init; }

    /// <summary>How many bought it.</summary>
    public int Licences { get; private init; }

    internal sealed class View : IEntityTypeConfiguration<MarketplaceItem>
    {
        public void Configure(EntityTypeBuilder<MarketplaceItem> builder)
        {
            builder.HasNoKey().ToView("marketplace_items");
            builder.Property(i => i.Kind).IsText();
        }
    }
}
