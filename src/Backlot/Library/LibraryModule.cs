using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library.Analyses;
using Backlot.Library.Assets;
using Backlot.Library.Blobs;
using Backlot.Library.Clips;
using Backlot.Library.Cuts;
using Backlot.Library.Footage;
using Backlot.Library.Generations;
using Backlot.Library.Ingest;
using Backlot.Library.Predictions;
using Backlot.Library.Predictions.Import;
using Backlot.Library.Scores;
using Backlot.Library.Similarity;
using Backlot.Library.Uploads;
using Backlot.Platform;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Outbound;
using Backlot.Rendering.Signals;

namespace Backlot.Library;

/// <summary>Assets: what all products are made from and make.</summary>
public static class LibraryModule
{
    /// <exception cref="StartFailed">The setting of the embedder cannot be read.</exception>
    public static IServiceCollection AddLibrary(this IServiceCollection services, Settings settings) => services
        .AddScoped<Intake>()
        .AddScoped<AssetRemoval>()
        .AddScoped<PlanUsage>()
        .AddSingleton<MediaLinks>()
        .AddSingleton<FilmFacts>()
        .AddSingleton<MediaMaking>()
        .AddScoped<MediaForms>()
        .AddSingleton(new ApiTag("Media", "The bytes of assets, by signed links that players and picture tags can use."))
        .AddSingleton(new ApiTag("Assets", "What was brought in or made: films, sound, pictures."))
        .AddSingleton(new ApiTag("Clips", "The shots that films are cut into, with what was measured of them."))
        .AddSingleton(new ApiTag("Renders", "Films of stills and music, and of clips."))
        .AddScoped<CutOrder>()
        .AddSingleton<IVideoProvider, BuiltInShots.BuiltInVideo>()
        .AddJob<RenderFilm, RenderFilmHandler>()
        .AddFindings(settings)
        .AddIngest(settings);

    private static IServiceCollection AddIngest(this IServiceCollection services, Settings settings)
    {
        services
            .AddSingleton<IngestRoots>()
            .AddSingleton<UploadLocks>()
            .AddSingleton<UploadFiles>()
            .AddScoped<UploadReceiver>()
            .AddScoped<IngestRoom>()
            .AddScoped<UrlDownload>()
            .AddScoped<StagedFiles>()
            .AddScoped<IngestEnd>()
            .AddSingleton(new ApiTag("Ingest", "The doors by which media comes in: folders of the server's machine, addresses, resumable uploads."))
            .AddJob<ScanFolder, ScanFolderHandler>()
            .AddSingleton<ClipPictures>()
            .AddJob<BringIn, BringInHandler>()
            .AddJob<ReadFootage, ReadFootageHandler>()
            .AddJob<MakePictures, MakePicturesHandler>()
            .AddJob<MakeProxy, MakeProxyHandler>();
        return settings.RunsJobs
            ? services.AddHostedService<FolderWatch>().AddHostedService<UploadSweep>().AddHostedService<BlobSweep>()
            : services;
    }

    /// <summary>What is found out about footage: scores, likeness, analyses, predictions.</summary>
    /// <exception cref="StartFailed">The setting of the embedder cannot be read.</exception>
    private static IServiceCollection AddFindings(this IServiceCollection services, Settings settings)
    {
        var embedder = EmbedderSettings.Parse(settings.Embedder, settings.EmbedderKey);
        if (settings.RunsJobs)
            services.AddHostedService<EmbedderChange>();
        return services
            .AddScoped<Predictor>()
            .AddScoped<ResultImport>()
            .AddSingleton(new ApiTag("Predictions", "How often clips will be clicked on as ads, and how far to trust that."))
            .AddSingleton(new ApiTag("Scores", "What clips are worth, by measured signals, with reasons; and how much each score counts."))
            .AddSingleton<VectorKind>()
            .AddScoped<ClipVectors>()
            .AddScoped<NearestClips>()
            .AddSingleton<VectorColumn>()
            .AddHostedService<VectorIndex>()
            .AddSingleton<StillSignals>()
            .AddScoped<PictureVector>()
            .AddScoped<BetterVectors>()
            .AddScoped<SearchByLikeness>()
            .AddSingleton(at => new Embedder(embedder, at.GetRequiredService<OutboundHttp>()))
            .AddSingleton(new ApiTag("Analyses", "What is found out about an asset on request."))
            .AddScoped<LocalAnalysis>()
            .AddScoped<Pictures>()
            .AddScoped<Describing>()
            .AddScoped<Transcribing>()
            .AddJob<RunAnalysis, RunAnalysis.Handler>()
            .AddJob<AskAnalysis, AskAnalysis.Handler>()
            .AddJob<ScoreFootage, ScoreFootage.Handler>()
            .AddJob<Recompose, Recompose.Handler>()
            .AddJob<EmbedClips, EmbedClips.Handler>()
            .AddJob<TrainModel, TrainModel.Handler>();
    }

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapMedia();
        routes.MapRenders();
        routes.MapGenerations();
        routes.MapIngest();
        routes.MapUploads();
        routes.MapAssets();
        routes.MapClips();
        routes.MapScores();
        routes.MapAnalyses();
        routes.MapSimilarity();
        routes.MapPredictions();
    }
}
