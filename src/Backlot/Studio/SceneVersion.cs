using System.Text.Json;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>A shot that was made for a scene, with what it was made from. Never changed, but that its picture may be deleted; it goes with its
/// film or its scene.</summary>
public sealed class SceneVersion : IOwned, IStudioRow
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid SceneId { get; init; }
    public required Guid ProjectId { get; init; }

    /// <summary>The scene's owner; the database refuses another.</summary>
    public required Guid UserId { get; init; }

    /// <summary>From 1, unique for the scene.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>The scene's prompt at that time.</summary>
    public required string Prompt { get; init; }
    public string? EnhancedPrompt { get; init; }
    public required SceneParameters Parameters { get; init; }
    public required Guid VideoAssetId { get; init; }
    public Guid? ThumbnailAssetId { get; set; }

    /// <summary>The scene's wanted length at that time.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The same for every shot that was ordered in the very same way; null for those from before that was noted.</summary>
    public Guid? AskedKey { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    Guid IStudioRow.ScopeId => ProjectId;

    internal sealed class Table : IEntityTypeConfiguration<SceneVersion>
    {
        public void Configure(EntityTypeBuilder<SceneVersion> builder)
        {
            builder.ToTable("scene_versions");
            builder.Property(v => v.Parameters).HasColumnType("jsonb").HasConversion(
                parameters => JsonSerializer.Serialize(parameters, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<SceneParameters>(json, JsonSerializerOptions.Web) ?? new());
            builder.Property(v => v.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<Scene>().WithMany().HasForeignKey(v => v.SceneId);
            builder.HasOne<Project>().WithMany().HasForeignKey(v => v.ProjectId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(v => v.VideoAssetId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(v => v.ThumbnailAssetId);
        }
    }
}
