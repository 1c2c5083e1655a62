using System.Text.Json.Serialization;
using Backlot.Accounts;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio.Marketplace;

/// <summary>A licence for somebody else's brain or format, for ever: what was bought was copied to the buyer.</summary>
public sealed class Purchase : IOwned
{
    public Guid Id { get; private init; }

    /// <summary>The buyer.</summary>
    public Guid UserId { get; private init; }
    public Guid? SellerId { get; private init; }
    public GoodsKind ItemKind { get; private init; }

    /// <summary>The original, of a brain; null once that was deleted.</summary>
    public Guid? BrainId { get; private init; }

    /// <summary>The original, of a format; null once that was deleted.</summary>
    public Guid? FormatId { get; private init; }

    /// <summary>As it was called then.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Credits that were paid.</summary>
    public int Price { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }

    internal sealed class Table : IEntityTypeConfiguration<Purchase>
    {
        public void Configure(EntityTypeBuilder<Purchase> builder)
        {
            builder.ToTable("purchases");
            builder.Property(p => p.ItemKind).IsText();
            builder.HasOne<User>().WithMany().HasForeignKey(p => p.UserId);
            builder.HasOne<User>().WithMany().HasForeignKey(p => p.SellerId);
            builder.HasOne<Brain>().WithMany().HasForeignKey(p => p.BrainId);
            builder.HasOne<FormatTemplate>().WithMany().HasForeignKey(p => p.FormatId);
        }
    }
}

/// <summary>What is bought and sold.</summary>
[JsonConverter(typeof(JsonText<GoodsKind>))]
public enum GoodsKind { Brain, Format }
