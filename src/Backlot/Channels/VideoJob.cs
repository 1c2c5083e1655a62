using System.Text.Json;
using Backlot.Accounts;
using Backlot.Channels.Prompts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Channels;

/// <summary>An album on its way to a film: 20 tracks, 20 images, paired by their order index.</summary>
public sealed class VideoJob : IOwned
{
    /// <summary>Tracks, and images, of an album.</summary>
    public const int PartCount = BuiltInPromptWriter.TrackCount;

    /// <summary>Characters, as YouTube allows.</summary>
    public const int LongestTitle = 100;

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid ChannelId { get; init; }

    /// <summary>At most <see cref="LongestTitle"/> characters.</summary>
    public required string Title { get; set; }

    /// <summary>Moves only along the arrows of docs/video-job-states.md; the database refuses others.</summary>
    public VideoJobStatus Status { get; set; } = VideoJobStatus.Planned;

    /// <summary>Where a failed one resumes; kept by the database.</summary>
    public VideoJobStatus? FailedFrom { get; private set; }
    public required string NicheLabel { get; init; }
    public string[] MoodKeywords { get; init; } = [];

    /// <summary>60..90.</summary>
    public required int TargetDurationMinutes { get; init; }
    public required long Seed { get; init; }
    public required AlbumPlan Plan { get; set; }
    public required AlbumPrompts PromptsJson { get; set; }

    /// <summary>A language model has yet to write the prompts; until then they are the built-in writer's.</summary>
    public bool AwaitsPrompts => Plan.Writing is not null && PromptsJson.WrittenBy is null;

    /// <summary>The finished film; stays until a newer one takes its place.</summary>
    public Guid? VideoAssetId { get; set; }

    /// <summary>Where the finished album is put; absolute, on the server's machine.</summary>
    public required string OutputDirectory { get; set; }
    public string? ErrorMessage { get; set; }
    public string? UploadStrategy { get; set; }
    public DateTimeOffset? ScheduledTime { get; set; }
    public string? YoutubeVideoId { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public ulong ChangedIn { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<VideoJob>
    {
        public void Configure(EntityTypeBuilder<VideoJob> builder)
        {
            builder.ToTable("video_jobs");
            builder.Ignore(v => v.AwaitsPrompts);
            builder.Property(v => v.Status).IsText();
            builder.Property(v => v.FailedFrom).IsText().ValueGeneratedOnAddOrUpdate();
            builder.Property(v => v.Plan).HasColumnType("jsonb").HasConversion(
                plan => JsonSerializer.Serialize(plan, JsonSerializerOptions.Web), json => Read<AlbumPlan>(json));
            builder.Property(v => v.PromptsJson).HasColumnType("jsonb").HasConversion(
                prompts => JsonSerializer.Serialize(prompts, JsonSerializerOptions.Default), json => Read<AlbumPrompts>(json));
            builder.Property(v => v.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(v => v.UpdatedAt).HasDefaultValueSql("now()");
            builder.Property(v => v.ChangedIn).HasColumnType("xid8").ValueGeneratedOnAddOrUpdate();
            builder.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
            builder.HasOne<Channel>().WithMany().HasForeignKey(v => v.ChannelId);
        }

        private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)
            ?? throw new JsonException($"A {typeof(T).Name} is null in the database.");
    }
}

/// <summary>The states of an album; the status names the first phase not yet finished, music before images.</summary>
public enum VideoJobStatus { Planned, GeneratingMusic, GeneratingImage, Rendering, ReadyForExport, Completed, Failed }
