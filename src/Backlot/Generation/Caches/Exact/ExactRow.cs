using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Caches.Exact;

/// <summary>A row of the exact level; written and read by plain SQL.</summary>
internal sealed class ExactRow : IOwned
{
    /// <summary>See <see cref="CacheKeys.Exact"/>.</summary>
    public required Guid Key { get; init; }
    public required Guid UserId { get; init; }
    public required Guid AssetId { get; init; }
    public required string Prompt { get; init; }
    public decimal CostUsd { get; init; }
    public string Metadata { get; init; } = "{}";
    public DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Hits that the database was asked for.</summary>
    public long AccessCount { get; init; }
    public DateTimeOffset? LastAccessed { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<ExactRow>
    {
        public void Configure(EntityTypeBuilder<ExactRow> builder)
        {
            builder.ToTable("exact_cache").HasKey(e => e.Key);
            builder.Property(e => e.Metadata).HasColumnType("jsonb");
            builder.Property(e => e.CostUsd).HasColumnType("numeric(10,4)");
        }
    }
}
