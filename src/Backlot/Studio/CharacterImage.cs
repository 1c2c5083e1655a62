using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Studio;

/// <summary>A picture that shows what a character looks like.</summary>
public sealed class CharacterImage : IOwned, IStudioRow
{
    public required Guid CharacterId { get; init; }
    public required Guid AssetId { get; init; }
    public required Guid ProjectId { get; init; }

    /// <summary>Owner of the character and the picture; the database refuses another.</summary>
    public required Guid UserId { get; init; }

    /// <summary>From 1; the first is the one that is shown.</summary>
    public required short Place { get; set; }
    Guid IStudioRow.ScopeId => ProjectId;

    internal sealed class Table : IEntityTypeConfiguration<CharacterImage>
    {
        public void Configure(EntityTypeBuilder<CharacterImage> builder)
        {
            builder.ToTable("character_images").HasKey(i => new { i.CharacterId, i.AssetId });
            builder.HasOne<Character>().WithMany().HasForeignKey(i => i.CharacterId);
            builder.HasOne<Asset>().WithMany().HasForeignKey(i => i.AssetId);
            builder.HasOne<Project>().WithMany().HasForeignKey(i => i.ProjectId);
        }
    }
}
