using System.Text.Json;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>Somebody who appears in a project.</summary>
public sealed class Character : IOwned, IStudioRow
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>The project's owner; the database refuses another.</summary>
    public required Guid UserId { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Name { get; set; }
    public required Appearance AppearanceDescriptor { get; set; }

    /// <summary>A recording of the voice.</summary>
    public Guid? VoiceAssetId { get; set; }

    /// <summary>The voice in words, at most 1000 characters.</summary>
    public string? VoiceDescription { get; set; }

    /// <summary>Who made the vector of the reference pictures; null as long as there is none.</summary>
    public string? EmbeddedBy { get; set; }

    /// <summary>0..1: how alike the shots are that they appear in. Null for fewer than two.</summary>
    public double? ConsistencyScore { get; set; }

    /// <summary>How many shots the score was made of.</summary>
    public int ShotsCompared { get; set; }

    /// <summary>When a look at pictures and shots last found something new.</summary>
    public DateTimeOffset? MeasuredAt { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    Guid IStudioRow.ScopeId => ProjectId;

    internal sealed class Table : IEntityTypeConfiguration<Character>
    {
        public void Configure(EntityTypeBuilder<Character> builder)
        {
            builder.ToTable("characters");
            builder.Property(c => c.AppearanceDescriptor).HasColumnType("jsonb").HasConversion(
                appearance => JsonSerializer.Serialize(appearance, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<Appearance>(json, JsonSerializerOptions.Web) ?? new());
            builder.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(c => c.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(c => c.VoiceAssetId);
        }
    }
}

/// <summary>What somebody looks like, in words.</summary>
public sealed record Appearance(
    [Text(200, MayBeEmpty = true, ManyLines = true)] string? Age = null,
    [Text(200, MayBeEmpty = true, ManyLines = true)] string? Gender = null,
    [Text(200, MayBeEmpty = true, ManyLines = true)] string? Ethnicity = null,
    [Text(1000, MayBeEmpty = true, ManyLines = true)] string? Clothing = null,
    [Text(1000, MayBeEmpty = true, ManyLines = true)] string? DistinctiveFeatures = null);
