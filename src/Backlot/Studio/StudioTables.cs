using Backlot.Platform.Database;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Studio.Marketplace;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio;

/// <summary>The tables of this module.</summary>
public static class StudioTables
{
    extension(BacklotDb db)
    {
        public DbSet<Project> Projects => db.Set<Project>();
        public DbSet<Scene> Scenes => db.Set<Scene>();
        public DbSet<SceneVersion> SceneVersions => db.Set<SceneVersion>();
        public DbSet<Character> Characters => db.Set<Character>();
        public DbSet<CharacterImage> CharacterImages => db.Set<CharacterImage>();
        public DbSet<Brain> Brains => db.Set<Brain>();
        public DbSet<FormatTemplate> FormatTemplates => db.Set<FormatTemplate>();
        public DbSet<Purchase> Purchases => db.Set<Purchase>();
        public DbSet<MarketplaceItem> MarketplaceItems => db.Set<MarketplaceItem>();
    }
}
