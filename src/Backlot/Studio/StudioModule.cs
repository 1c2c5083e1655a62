using Backlot.Studio.Storyboards;

namespace Backlot.Studio;

/// <summary>Films that are written before they are shot.</summary>
public static class StudioModule
{
    public static void MapStudio(this IEndpointRouteBuilder routes) => routes.MapStoryboardApi();
}
