using Backlot.Platform.Http.OpenApi;
using Backlot.Studio.Storyboards;

namespace Backlot.Studio;

/// <summary>Films that are written before they are shot.</summary>
public static class StudioModule
{
    public static IServiceCollection AddStudio(this IServiceCollection services) => services
        .AddSingleton(new ApiTag("Studio", "Films that are written before they are shot: storyboards, their scenes, who is in them."));

    public static void MapStudio(this IEndpointRouteBuilder routes) => routes.MapStoryboardApi();
}
