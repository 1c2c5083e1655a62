using Backlot.Generation.Dummy;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;

namespace Backlot.Generation;

/// <summary>Providers, and what was ordered from them.</summary>
public static class GenerationModule
{
    public static IServiceCollection AddGeneration(this IServiceCollection services) => services
        .AddScoped<Generator>()
        .AddScoped<KeyVault>()
        .AddSingleton<IMusicProvider, DummyProvider>()
        .AddSingleton<IImageProvider, DummyProvider>();
}
