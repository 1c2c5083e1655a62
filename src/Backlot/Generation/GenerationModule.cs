using Backlot.Generation.Answers;
using Backlot.Generation.Caches;
using Backlot.Generation.Costs;
using Backlot.Generation.Dummy;
using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Generation.Providers.Beatoven;
using Backlot.Generation.Providers.Gemini;
using Backlot.Generation.Providers.Leonardo;
using Backlot.Generation.Providers.Mubert;
using Backlot.Generation.Providers.OpenAi;
using Backlot.Generation.Video;
using Backlot.Jobs.Polls;
using Backlot.Platform;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Generation;

/// <summary>Providers, and what was ordered from them.</summary>
public static class GenerationModule
{
    /// <exception cref="StartFailed">A setting about providers or their models cannot be read.</exception>
    public static IServiceCollection AddGeneration(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new ApiTag("Generations", "What was ordered from providers, and who can be ordered from."))
        .AddSingleton(new ApiTag("Costs", "What providers took, and what the caches saved."))
        .AddSingleton(new ApiTag("Provider keys", "Your own keys of providers: stored sealed, never shown again."))
        .AddScoped<Generator>()
        .AddScoped<KeyVault>()
        .AddSingleton(new KeyProviders(settings))
        .AddSingleton<KeyProof>()
        .AddSingleton(new AnswerModels(settings))
        .AddSingleton<TextModels>()
        .AddSingleton(new AnswerLimits())
        .AddSingleton(at => new ProviderCatalog(settings, at.GetRequiredService<TimeProvider>()))
        .AddSingleton(new ProviderLimits())
        .AddSingleton<ProviderHttp>()
        .AddSingleton<IRemoteProvider, GeminiImages>()
        .AddSingleton<IRemoteProvider, OpenAiImages>()
        .AddSingleton<IRemoteProvider, LeonardoImages>()
        .AddSingleton<IRemoteProvider, MubertMusic>()
        .AddSingleton<IRemoteProvider, BeatovenMusic>()
        .AddSingleton<AllProviders>()
        .AddSingleton<Words>()
        .AddSingleton(new OrderPace())
        .AddScoped<OrderBook>()
        .AddScoped<Offers>()
        .AddScoped<RemoteSteps>()
        .AddScoped<Ordering>()
        .AddSingleton<IPoller, OrderPoller>()
        .AddSingleton<ProviderCall>()
        .AddSingleton<IAnswerer, OpenAiAnswers>()
        .AddSingleton<IAnswerer, GeminiAnswers>()
        .AddScoped<Asking>()
        .AddScoped<InTurn>()
        .AddSingleton<IRemoteProvider, RunwayVideo>()
        .AddSingleton<IRemoteProvider, KlingVideo>()
        .AddSingleton<IRemoteProvider, VeoVideo>()
        .AddSingleton<IRemoteProvider, OmniVideo>()
        .AddSingleton<IRemoteProvider, CompatibleVideo>()
        .AddCaches(settings)
        .AddSingleton<IPromptEmbedder, OpenAiPromptEmbedder>()
        .AddSingleton<IMusicProvider, DummyProvider>()
        .AddSingleton<IImageProvider, DummyProvider>();

    /// <summary>What only the whole house knows of the settings: before it is started.</summary>
    /// <exception cref="StartFailed">A setting names a provider that is not here.</exception>
    public static void DemandProviders(this IServiceProvider house) =>
        house.GetRequiredService<AllProviders>().Demand(house.GetRequiredService<Settings>());

    public static void MapGeneration(this IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapCosts();
        routes.MapProviderList();
        routes.MapCaches();
    }
}
