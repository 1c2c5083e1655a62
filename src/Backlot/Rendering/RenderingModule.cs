using Backlot.Platform;

namespace Backlot.Rendering;

/// <summary>ffmpeg, and what is made with it.</summary>
public static class RenderingModule
{
    public static IServiceCollection AddRendering(this IServiceCollection services) => services
        .AddSingleton(at => new FfmpegSettings(StallSeconds: at.GetRequiredService<Settings>().StallSeconds))
        .AddSingleton<Ffmpeg>()
        .AddSingleton<MediaProbe>()
        .AddSingleton(at => new Scenes.SceneFinder(at.GetRequiredService<Ffmpeg>()))
        .AddSingleton<Signals.FootagePictures>()
        .AddSingleton<Signals.FootageProxy>()
        .AddSingleton<Signals.WithoutLocation>()
        .AddSingleton<Sound.SpeechSound>()
        .AddSingleton<Sound.SoundLength>()
        .AddSingleton<Stills>()
        .AddSingleton(at => new RenderCache(at.GetRequiredService<DataFolder>().RenderCache, at.GetRequiredService<TimeProvider>()))
        .AddSingleton<FilmRenderer>()
        .AddSingleton<Cuts.CutRenderer>();
}
