using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation;

/// <summary>One thing wanted from a provider, once: written before the call, so that no crash pays twice.</summary>
public sealed class GenerationRecord : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public Guid? ProjectId { get; init; }
    public Guid? SceneId { get; init; }

    /// <summary>Says what is wanted; unique for a user, at most 200 characters.</summary>
    public required string IntentKey { get; init; }
    public required GenerationKind Kind { get; init; }

    /// <summary>Who made it; until then, who is to.</summary>
    public required string Provider { get; set; }
    public string? Model { get; set; }
    public string? ProviderJobId { get; set; }
    public required string Prompt { get; init; }
    public string Parameters { get; init; } = "{}";
    public GenerationStatus Status { get; set; } = GenerationStatus.Pending;
    public ServedBy ServedBy { get; set; } = ServedBy.Provider;

    /// <summary>US dollars: what the provider took, or would have taken had a cache not served it.</summary>
    public decimal Cost { get; set; }
    public Guid? AssetId { get; set; }
    /// <summary>The job that has it made. When that ends without it, the database gives back what was reserved.</summary>
    public Guid? JobId { get; set; }
    public string? ErrorMessage { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>JSON; <c>calls</c> counts how often the provider was called.</summary>
    public string Metadata { get; set; } = "{}";

    internal sealed class Table : IEntityTypeConfiguration<GenerationRecord>
    {
        public void Configure(EntityTypeBuilder<GenerationRecord> builder)
        {
            builder.ToTable("generations");
            builder.Property(g => g.Kind).IsText();
            builder.Property(g => g.Status).IsText();
            builder.Property(g => g.ServedBy).IsText();
            builder.Property(g => g.Cost).HasColumnType("numeric(10,4)");
            builder.Property(g => g.Parameters).HasColumnType("jsonb");
            builder.Property(g => g.Metadata).HasColumnType("jsonb");
            builder.Property(g => g.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId);
        }
    }
}

public enum GenerationKind { Video, Image, Music, Text, Embedding }

public enum GenerationStatus { Pending, Processing, Completed, Failed, Cancelled }

/// <summary>What gave the result: the provider itself, or one of the caches.</summary>
public enum ServedBy { Provider, Exact, Semantic, Component, Predicted }

/// <summary>The tables of this module.</summary>
public static class GenerationTables
{
    extension(BacklotDb db)
    {
        public DbSet<GenerationRecord> Generations => db.Set<GenerationRecord>();
    }
}
