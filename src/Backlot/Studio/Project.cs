using System.Text.Json.Serialization;
using Backlot.Accounts;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>A film being written.</summary>
public sealed class Project : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; set; }
    public ProjectType ProjectType { get; set; } = ProjectType.Movie;

    /// <summary>Which preset of the page it was begun with; the server gives it no meaning.</summary>
    public string? PresetKey { get; set; }
    public ProjectStatus Status { get; set; } = ProjectStatus.Draft;

    /// <summary>A JSON object.</summary>
    public string Settings { get; set; } = "{}";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> builder)
        {
            builder.ToTable("projects");
            builder.Property(p => p.ProjectType).IsText();
            builder.Property(p => p.Status).IsText();
            builder.Property(p => p.Settings).HasColumnType("jsonb");
            builder.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(p => p.UserId);
        }
    }
}

/// <summary>What kind of film.</summary>
[JsonConverter(typeof(JsonText<ProjectType>))]
public enum ProjectType { Series, Movie, Short, Clip }

/// <summary>Where it stands; it says nothing of its scenes.</summary>
[JsonConverter(typeof(JsonText<ProjectStatus>))]
public enum ProjectStatus { Draft, Active, Archived }

/// <summary>The tables of this module.</summary>
public static class StudioTables
{
    extension(BacklotDb db)
    {
        public DbSet<Project> Projects => db.Set<Project>();
        public DbSet<Scene> Scenes => db.Set<Scene>();
        public DbSet<Character> Characters => db.Set<Character>();
    }
}
