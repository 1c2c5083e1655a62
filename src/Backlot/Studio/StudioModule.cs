using Backlot.Jobs;
using Backlot.Library.Assets;
using Backlot.Platform.Http.OpenApi;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Films;
using Backlot.Studio.Formats;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Projects;
using Backlot.Studio.Prompts;
using Backlot.Studio.Prompts.Models;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shipped;
using Backlot.Studio.Shots;
using Backlot.Studio.Storyboards;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Backlot.Studio;

/// <summary>Films that are written before they are shot.</summary>
public static class StudioModule
{
    public static IServiceCollection AddStudio(this IServiceCollection services) => services
        .AddSingleton(new ApiTag("Studio",
            "Films that are written before they are shot: projects, their scenes, who is in them; storyboards are projects as one document."))
        .AddSingleton(new ApiTag("Brains and formats",
            "How films are made and what they are told as: your own, those you bought, and those that come with Backlot."))
        .AddSingleton(new ApiTag("Marketplace", "Brains and formats that people offer to one another for credits."))
        .AddScoped<StudioGuard>()
        .AddScoped<ISaveChangesInterceptor>(at => at.GetRequiredService<StudioGuard>())
        .AddScoped<StudioWrites>()
        .AddScoped<LostAssets>()
        .AddScoped<BeforeAssetsGo>(at => at.GetRequiredService<LostAssets>().TakeOutAsync)
        .AddScoped<SceneShots>()
        .AddScoped<Enhancing>()
        .AddScoped<EnhancementDesk>()
        .AddScoped<Shop>()
        .AddScoped<FaceVectors>()
        .AddScoped<ShotVectors>()
        .AddHostedService<ShippedShelf>()
        .AddSingleton(new ApiTag("Shots", "Shots of scenes or of words alone, made by providers or found in the caches."))
        .AddScoped<ShotDesk>()
        .AddScoped<Casting>()
        .AddScoped<Drawings>()
        .AddScoped<ShotsUnderWay>()
        .AddScoped<ShotBudget>()
        .AddScoped<ShotFiles>()
        .AddScoped<Foresight>()
        .AddJob<EnhanceScene, EnhanceScene.Handler>()
        .AddJob<MakeShot, MakeShotHandler>()
        .AddJob<MakeAhead, MakeAheadHandler>()
        .AddJob<MeasureCharacters, MeasureCharacters.Handler>();

    public static void MapStudio(this IEndpointRouteBuilder routes)
    {
        routes.MapProjects();
        routes.MapScenesOfProjects();
        routes.MapScenes();
        routes.MapEnhancements();
        routes.MapCharacters();
        routes.MapStoryboardApi();
        routes.MapBrains();
        routes.MapFormats();
        routes.MapMarketplace();
        routes.MapFilms();
        routes.MapShots();
    }
}
