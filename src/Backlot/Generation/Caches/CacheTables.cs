using Backlot.Generation.Caches.Components;
using Backlot.Generation.Caches.Exact;
using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Caches.Reports;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches;

/// <summary>The tables of the caches.</summary>
internal static class CacheTables
{
    extension(BacklotDb db)
    {
        public DbSet<ExactRow> ExactCache => db.Set<ExactRow>();
        public DbSet<SemanticEntry> SemanticCache => db.Set<SemanticEntry>();
        public DbSet<CachedComponent> CachedComponents => db.Set<CachedComponent>();
        public DbSet<PredictionRow> PredictedScenes => db.Set<PredictionRow>();
        public DbSet<CacheReport> CacheReports => db.Set<CacheReport>();
    }
}
