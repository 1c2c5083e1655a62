using Backlot.Channels.Albums;
using Backlot.Channels.Export;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Channels;

/// <summary>Background-music channels: from a niche and a mood to a finished film.</summary>
public static class ChannelsModule
{
    public static IServiceCollection AddChannels(this IServiceCollection services) => services
        .AddSingleton(new AlbumLimits())
        .AddSingleton(new EventSource("video-job", SqlFile.Read("Channels/Sql/events.sql")))
        .AddSingleton(DiskSpace.OfThisMachine)
        .AddSingleton<DiskNeeds>()
        .AddSingleton<OwnFiles>()
        .AddSingleton<ExportFolder>()
        .AddScoped<AlbumPlanner>()
        .AddScoped<AlbumProviders>()
        .AddScoped<VideoJobViews>()
        .AddSingleton(new ApiTag("Channels", "Background-music channels: what their albums are about."))
        .AddSingleton(new ApiTag("Video jobs", "Albums: 20 tracks and 20 images on their way to one film."))
        .AddJob<WritePrompts, WritePromptsHandler>()
        .AddJob<MakeTrack, MakeTrackHandler>()
        .AddJob<MakeImage, MakeImageHandler>()
        .AddJob<AssembleAlbum, AssembleAlbumHandler>()
        .AddJob<ExportAlbum, ExportAlbumHandler>();

    public static void MapChannels(this IEndpointRouteBuilder routes)
    {
        routes.MapChannelApi();
        routes.MapVideoJobApi();
        routes.MapReplacePartApi();
    }
}
