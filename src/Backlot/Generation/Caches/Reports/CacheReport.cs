using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Caches.Reports;

/// <summary>A user's word that a cache served what was not asked for.</summary>
internal sealed class CacheReport : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required ServedBy Level { get; init; }

    /// <summary>Of a row that may be gone since.</summary>
    public required Guid EntryId { get; init; }
    public Guid? GenerationId { get; init; }

    /// <summary>What was asked for.</summary>
    public required string Prompt { get; init; }

    /// <summary>What was served.</summary>
    public required string CachedPrompt { get; init; }

    /// <summary>Of both, -1..1.</summary>
    public required double Likeness { get; init; }

    /// <summary>Of the prompt that was asked for; around it the semantic level is stricter. Null for other levels, and until it is first needed
    /// (<see cref="Neighbourhood"/>).</summary>
    public float[]? Embedding { get; set; }
    public string? EmbeddedBy { get; set; }

    /// <summary>What was wrong, in the user's words; 1 to 1000 characters.</summary>
    public string? Note { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<CacheReport>
    {
        public void Configure(EntityTypeBuilder<CacheReport> builder)
        {
            builder.ToTable("cache_reports");
            builder.Property(r => r.Level).IsText();
        }
    }
}
