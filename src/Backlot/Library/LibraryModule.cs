using Backlot.Jobs;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Library;

/// <summary>Assets: what all products are made from and make.</summary>
public static class LibraryModule
{
    public static IServiceCollection AddLibrary(this IServiceCollection services) => services
        .AddScoped<Intake>()
        .AddScoped<PlanUsage>()
        .AddSingleton<MediaLinks>()
        .AddSingleton<Thumbnails>()
        .AddSingleton(new ApiTag("Media", "The bytes of assets, by signed links that players and picture tags can use."))
        .AddSingleton(new ApiTag("Renders", "Films of stills and music."))
        .AddJob<RenderFilm, RenderFilmHandler>();

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        routes.MapMedia();
        routes.MapRenders();
    }
}
