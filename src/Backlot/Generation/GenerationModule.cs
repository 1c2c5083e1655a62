using Backlot.Generation.Costs;
using Backlot.Generation.Dummy;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Generation;

/// <summary>Providers, and what was ordered from them.</summary>
public static class GenerationModule
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new ApiTag("Costs", "What providers took, and what the caches saved."))
        .AddSingleton(new ApiTag("Provider keys", "Your own keys of providers: stored sealed, never shown again."))
        .AddScoped<Generator>()
        .AddScoped<KeyVault>()
        .AddSingleton(new KeyProviders(settings))
        .AddSingleton<KeyProof>()
        .AddSingleton<IMusicProvider, DummyProvider>()
        .AddSingleton<IImageProvider, DummyProvider>();

    public static void MapGeneration(this IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapCosts();
    }
}
