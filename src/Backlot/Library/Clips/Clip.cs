using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Clips;

/// <summary>A shot of a film: from one cut to the next.</summary>
/// <remarks>Its vector is in the column <c>embedding</c>, which plain SQL reads and writes as <c>real[]</c>.</remarks>
public sealed class Clip : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid AssetId { get; init; }

    /// <summary>Seconds into the asset; inclusive.</summary>
    public required double StartTime { get; init; }

    /// <summary>Seconds into the asset; exclusive, after <see cref="StartTime"/>.</summary>
    public required double EndTime { get; init; }

    /// <summary>Seconds; kept by the database.</summary>
    public double? Duration { get; private set; }

    /// <summary>How it begins.</summary>
    public ClipOpening Opens { get; init; } = ClipOpening.Cut;

    /// <summary>0..1: that it begins where it is said to.</summary>
    public double? Confidence { get; init; }

    /// <summary>0..1; null until it is scored, as all scores.</summary>
    public double? SceneScore { get; set; }

    /// <summary>JSON with <c>score</c>, 0..1, and its reasons.</summary>
    public string? PsychologyScore { get; set; }
    /// <inheritdoc cref="PsychologyScore"/>
    public string? HookStrength { get; set; }
    /// <inheritdoc cref="PsychologyScore"/>
    public string? NoveltyScore { get; set; }

    /// <summary>0..1.</summary>
    public double? CompositeScore { get; set; }
    public string? EmotionData { get; set; }

    /// <summary>What was measured, as JSON; scores are made from it.</summary>
    public string Signals { get; init; } = "{}";

    /// <summary>Which descriptor or model made its vector; null without one.</summary>
    public string? EmbeddedBy { get; set; }
    public Guid? ThumbnailAssetId { get; set; }
    public Guid? SpriteAssetId { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The score, or -1 without one: what clips are sorted by. Kept by the database, as the ones below.</summary>
    public double CompositeRank { get; private set; }
    public double HookRank { get; private set; }
    public double NoveltyRank { get; private set; }
    public double PsychologyRank { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<Clip>
    {
        public void Configure(EntityTypeBuilder<Clip> builder)
        {
            builder.ToTable("clips");
            builder.Property(c => c.Opens).IsText();
            foreach (var json in (string[])[nameof(PsychologyScore), nameof(HookStrength), nameof(NoveltyScore), nameof(EmotionData), nameof(Signals)])
                builder.Property(json).HasColumnType("jsonb");
            builder.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
            foreach (var kept in (string[])[nameof(Duration), nameof(CompositeRank), nameof(HookRank), nameof(NoveltyRank), nameof(PsychologyRank)])
                builder.Property(kept).ValueGeneratedOnAddOrUpdate();
            builder.HasOne<Asset>().WithMany().HasForeignKey(c => c.AssetId);
        }
    }
}

/// <summary>How a clip begins: with the film, or by one of the ways to change from the clip before.</summary>
public enum ClipOpening { Start, Cut, Fade, Dissolve }
