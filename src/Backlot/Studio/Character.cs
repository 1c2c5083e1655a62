using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>Somebody who appears in a project.</summary>
public sealed class Character : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>The project's owner; the database refuses another.</summary>
    public required Guid UserId { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Name { get; set; }
    public required Appearance AppearanceDescriptor { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

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
