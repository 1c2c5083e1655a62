using Backlot.Library.Analyses;
using Backlot.Library.Clips;
using Backlot.Library.Ingest;
using Backlot.Library.Predictions;
using Backlot.Library.Uploads;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>The tables of this module.</summary>
public static class LibraryTables
{
    extension(BacklotDb db)
    {
        public DbSet<Asset> Assets => db.Set<Asset>();
        public DbSet<Clip> Clips => db.Set<Clip>();
        public DbSet<AnalysisResult> AnalysisResults => db.Set<AnalysisResult>();
        public DbSet<Prediction> Predictions => db.Set<Prediction>();
        public DbSet<ClickModelRow> ClickModels => db.Set<ClickModelRow>();
        public DbSet<FileIngest> Ingests => db.Set<FileIngest>();
        public DbSet<IngestFile> IngestFiles => db.Set<IngestFile>();
        public DbSet<Upload> Uploads => db.Set<Upload>();
    }
}
