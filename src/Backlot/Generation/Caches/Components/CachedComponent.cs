using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Caches.Components;

/// <summary>What a shot is put together from.</summary>
public enum ComponentType { Character, Background, Prop }

/// <summary>Pictures of one component, made once and used in any shot.</summary>
internal sealed class CachedComponent : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required ComponentType Type { get; init; }

    /// <summary>JSON.</summary>
    public required string Descriptor { get; init; }

    /// <summary>The same in words; 1 to 10,000 characters.</summary>
    public required string DescriptorText { get; init; }
    public required Guid DescriptorHash { get; init; }

    /// <summary>1 to 20; some may be deleted since.</summary>
    public required Guid[] AssetIds { get; set; }
    public required float[] Embedding { get; set; }
    public required string EmbeddedBy { get; set; }

    /// <summary>What they cost.</summary>
    public decimal CostUsd { get; set; }

    /// <summary>Kept until it is reported as wrong or its pictures are deleted.</summary>
    public bool Permanent { get; init; } = true;
    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<CachedComponent>
    {
        public void Configure(EntityTypeBuilder<CachedComponent> builder)
        {
            builder.ToTable("component_cache");
            builder.Property(c => c.Type).IsText();
            builder.Property(c => c.Descriptor).HasColumnType("jsonb");
            builder.Property(c => c.CostUsd).HasColumnType("numeric(10,4)");
        }
    }
}
