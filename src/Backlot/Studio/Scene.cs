using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Studio.Prompts;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>One scene of a project: what is to be shot, and what was.</summary>
public sealed class Scene : IOwned, IStudioRow
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>The project's owner; the database refuses another.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Its place: scenes sort by this and then by id. See <see cref="Studio.OrderKey"/>.</summary>
    public required string OrderKey { get; set; }
    public required string Prompt { get; set; }

    /// <summary>What a model is told instead of the prompt; null until it is written.</summary>
    public string? EnhancedPrompt { get; set; }

    /// <summary>How the enhanced prompt came about; null when there is none.</summary>
    public Enhancement? Enhancement { get; set; }

    /// <summary>Which beat of a format it was laid out for.</summary>
    public string? Beat { get; set; }
    public required SceneParameters Parameters { get; set; }
    public SceneStatus Status { get; set; } = SceneStatus.Pending;
    public Guid? VideoAssetId { get; set; }
    public Guid? ThumbnailAssetId { get; set; }

    /// <summary>Over 0, at most 3600; null until somebody says.</summary>
    public double? DurationSeconds { get; set; }
    public int IterationCount { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    Guid IStudioRow.ScopeId => ProjectId;

    /// <exception cref="Refusal">409: it is locked.</exception>
    internal void DemandUnlocked()
    {
        if (Status == SceneStatus.Locked)
            throw new Refusal(409, "scene.locked", $"The scene {Id} is locked: unlock it before you change or delete it.");
    }

    /// <summary>Writes it anew. What was added to the words or parameters of before goes with them.</summary>
    internal void Rewrite(string prompt, SceneParameters parameters, double? durationSeconds)
    {
        if ((Prompt, Parameters) != (prompt, parameters))
            (EnhancedPrompt, Enhancement) = (null, null);
        (Prompt, Parameters, DurationSeconds) = (prompt, parameters, durationSeconds);
    }

    /// <summary>Puts it at a place in its project; a locked one may move.</summary>
    internal void MoveTo(string orderKey, DateTimeOffset now)
    {
        if (OrderKey != orderKey)
            (OrderKey, UpdatedAt) = (orderKey, now);
    }

    /// <summary>Its shot or the picture of it is deleted in the library: not even a locked scene keeps it.</summary>
    internal void Lose(IReadOnlyList<Guid> assets, DateTimeOffset now)
    {
        if (VideoAssetId is { } video && assets.Contains(video))
            VideoAssetId = null;
        if (ThumbnailAssetId is { } thumbnail && assets.Contains(thumbnail))
            ThumbnailAssetId = null;
        if (Status == SceneStatus.Complete)
            Status = VideoAssetId is null ? SceneStatus.Pending : SceneStatus.Complete;
        UpdatedAt = now;
    }

    internal sealed class Table : IEntityTypeConfiguration<Scene>
    {
        public void Configure(EntityTypeBuilder<Scene> builder)
        {
            builder.ToTable("scenes");
            builder.Property(s => s.OrderKey).UseCollation("C");
            builder.Property(s => s.Status).IsText();
            builder.Property(s => s.Parameters).HasColumnType("jsonb").HasConversion(
                parameters => JsonSerializer.Serialize(parameters, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<SceneParameters>(json, JsonSerializerOptions.Web) ?? new());
            builder.Property(s => s.Enhancement).HasColumnType("jsonb").HasConversion(
                enhancement => JsonSerializer.Serialize(enhancement, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<Enhancement>(json, JsonSerializerOptions.Web));
            builder.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(s => s.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<Project>().WithMany().HasForeignKey(s => s.ProjectId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(s => s.VideoAssetId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(s => s.ThumbnailAssetId);
        }
    }
}

/// <summary>How a scene is to look and move; what is null is left to the model.</summary>
/// <param name="Lighting">−1 dark … 1 bright.</param>
/// <param name="CameraAngle">−1 from below … 1 from above.</param>
/// <param name="Mood">−1 sad … 1 happy.</param>
/// <param name="Pacing">−1 slow … 1 fast.</param>
/// <param name="ModelProvider">Whose model is to shoot it.</param>
public sealed record SceneParameters(
    [Between(-1, 1)] double? Lighting = null,
    [Between(-1, 1)] double? CameraAngle = null,
    [Between(-1, 1)] double? Mood = null,
    [Between(-1, 1)] double? Pacing = null,
    [Text(50)] string? ModelProvider = null);

/// <summary>Where a scene stands. A locked one is changed by nobody until it is unlocked.</summary>
[JsonConverter(typeof(JsonText<SceneStatus>))]
public enum SceneStatus { Pending, Generating, Complete, Locked }
