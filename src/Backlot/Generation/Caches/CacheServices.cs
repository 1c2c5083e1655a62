using Backlot.Generation.Caches.Components;
using Backlot.Generation.Caches.Exact;
using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Reports;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Redis;

namespace Backlot.Generation.Caches;

/// <summary>The four levels, and where they keep what they have.</summary>
internal static class CacheServices
{
    /// <exception cref="StartFailed">The address of the Redis or of Pinecone cannot be read.</exception>
    public static IServiceCollection AddCaches(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new ApiTag("Cache", "What was made before and served again, and what that saved."))
        .AddLevels()
        .AddExactStore(RedisAddress.Parse(settings.RedisUrl))
        .AddPromptIndex(PineconeSettings.Parse(settings.PineconeHost, settings.PineconeApiKey))
        .AddSweep(settings);

    /// <summary>Constructors that others may not call are called here.</summary>
    private static IServiceCollection AddLevels(this IServiceCollection services) => services
        .AddSingleton<ExactMemory>().AddHostedService(at => at.GetRequiredService<ExactMemory>())
        .AddSingleton<WordEmbedding>()
        .AddScoped<PromptEmbedders>()
        .AddScoped<ExactCache>()
        .AddScoped<SemanticCache>()
        .AddScoped<Neighbourhood>()
        .AddScoped(at => new ComponentCache(at.GetRequiredService<BacklotDb>(), at.GetRequiredService<PromptEmbedders>(), at.GetRequiredService<TimeProvider>()))
        .AddScoped(at => new PredictedScenes(at.GetRequiredService<BacklotDb>(), at.GetRequiredService<PromptEmbedders>(), at.GetRequiredService<TimeProvider>()))
        .AddScoped<WrongHits>()
        .AddScoped(at => new GenerationCaches(at.GetRequiredService<ExactCache>(), at.GetRequiredService<SemanticCache>(),
            at.GetRequiredService<PredictedScenes>(), at.GetRequiredService<WrongHits>()));

    private static IServiceCollection AddExactStore(this IServiceCollection services, RedisAddress? redis) => redis is null
        ? services.AddScoped<IExactStore, ExactTable>()
        : services.AddSingleton(redis).AddSingleton<RedisStore>().AddScoped<IExactStore, ExactRedis>();

    private static IServiceCollection AddPromptIndex(this IServiceCollection services, PineconeSettings? pinecone)
    {
        services.AddSingleton<PromptVectors>().AddHostedService(at => at.GetRequiredService<PromptVectors>());
        return pinecone is null
            ? services.AddScoped<IPromptIndex, PgvectorPrompts>()
            : services.AddSingleton(pinecone).AddScoped<IPromptIndex, PineconePrompts>();
    }

    private static IServiceCollection AddSweep(this IServiceCollection services, Settings settings) =>
        settings.RunsJobs ? services.AddHostedService<CacheSweep>() : services;
}
