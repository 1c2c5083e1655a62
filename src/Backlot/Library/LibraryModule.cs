using Backlot.Jobs;

namespace Backlot.Library;

/// <summary>Assets: what all products are made from and make.</summary>
public static class LibraryModule
{
    public static IServiceCollection AddLibrary(this IServiceCollection services) => services
        .AddScoped<Intake>()
        .AddScoped<PlanUsage>()
        .AddSingleton<MediaLinks>()
        .AddSingleton<Thumbnails>()
        .AddJob<RenderFilm, RenderFilmHandler>();

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapMedia();
        routes.MapRenders();
    }
}
