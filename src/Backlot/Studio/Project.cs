using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Accounts;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Studio.Projects;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>A film being written.</summary>
public sealed class Project : IOwned, IStudioRow
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; set; }
    public ProjectType ProjectType { get; set; } = ProjectType.Movie;

    /// <summary>Which preset of the page it was begun with; the server gives it no meaning.</summary>
    public string? PresetKey { get; set; }
    public ProjectStatus Status { get; set; } = ProjectStatus.Draft;

    public ProjectSettings Settings { get; set; } = new();

    /// <summary>How its scenes are to look and move: one of its owner's brains, or one that is shipped.</summary>
    public Guid? BrainId { get; set; }

    /// <summary>What its scenes were laid out by.</summary>
    public Guid? FormatId { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
    Guid IStudioRow.ScopeId => Id;

    internal sealed class Table : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> builder)
        {
            builder.ToTable("projects");
            builder.Property(p => p.ProjectType).IsText();
            builder.Property(p => p.Status).IsText();
            builder.Property(p => p.Settings).HasColumnType("jsonb").HasConversion(
                settings => JsonSerializer.Serialize(settings, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<ProjectSettings>(json, JsonSerializerOptions.Web) ?? new());
            builder.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(p => p.UserId);
            builder.HasOne<Brain>().WithMany().HasForeignKey(p => p.BrainId);
            builder.HasOne<FormatTemplate>().WithMany().HasForeignKey(p => p.FormatId);
        }
    }
}

/// <summary>What kind of film.</summary>
[JsonConverter(typeof(JsonText<ProjectType>))]
public enum ProjectType { Series, Movie, Short, Clip }

/// <summary>Where it stands; it says nothing of its scenes.</summary>
[JsonConverter(typeof(JsonText<ProjectStatus>))]
public enum ProjectStatus { Draft, Active, Archived }
