using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>A row of the semantic level, but for its vector.</summary>
internal sealed class SemanticEntry : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>See <see cref="CacheKeys"/>; there is one row of each.</summary>
    public required Guid Key { get; init; }
    public required Guid ParametersHash { get; init; }
    public required string PromptText { get; init; }
    public required string EmbeddedBy { get; init; }
    public required Guid AssetId { get; init; }
    public decimal CostUsd { get; init; }
    public string Metadata { get; init; } = "{}";
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<SemanticEntry>
    {
        public void Configure(EntityTypeBuilder<SemanticEntry> builder)
        {
            builder.ToTable("semantic_cache");
            builder.Property(e => e.Metadata).HasColumnType("jsonb");
            builder.Property(e => e.CostUsd).HasColumnType("numeric(10,4)");
        }
    }
}

/// <summary>Where an entry is to be kept.</summary>
/// <param name="EntryId">Of the row to be; one of the same key keeps its own.</param>
/// <param name="Vector">Of its prompt.</param>
public sealed record PromptPlace(Guid EntryId, PromptVector Vector);

/// <summary>An entry near to a question.</summary>
/// <param name="Likeness">The cosine of their vectors.</param>
internal sealed record NearPrompt(Guid Id, Guid Key, string Prompt, Guid AssetId, decimal CostUsd, double Likeness);
