using Backlot.Generation.Costs;
using Backlot.Generation.Dummy;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;

namespace Backlot.Generation;

/// <summary>Providers, and what was ordered from them.</summary>
public static class GenerationModule
{
    public static IServiceCollection AddGeneration(this IServiceCollection services, Settings settings) => services
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
