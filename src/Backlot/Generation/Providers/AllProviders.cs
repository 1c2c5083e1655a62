using Backlot.Generation.Keys;
using Backlot.Platform;

namespace Backlot.Generation.Providers;

/// <summary>Everybody who can make something: those that are built in, and those that are called.</summary>
internal sealed class AllProviders(
    IEnumerable<IMusicProvider> music, IEnumerable<IImageProvider> images, IEnumerable<IVideoProvider> videos, IEnumerable<IRemoteProvider> remotes, KeyProviders keys)
{
    /// <summary>Null when none of that name is built in.</summary>
    public IMaker<TOrder>? Maker<TOrder>(string name) where TOrder : IOrder => Makers<TOrder>().FirstOrDefault(m => m.Name == name);

    /// <remarks>One that makes several kinds is registered for each.</remarks>
    public IEnumerable<IMaker<TOrder>> Makers<TOrder>() where TOrder : IOrder =>
        ((IEnumerable<object>)[.. music, .. images, .. videos]).OfType<IMaker<TOrder>>().DistinctBy(maker => maker.Name);

    /// <summary>Null when there is none.</summary>
    public IRemoteProvider? Remote(string name, GenerationKind kind) => remotes.SingleOrDefault(r => r.Name == name && r.Kind == kind);

    public IEnumerable<IRemoteProvider> Remotes => remotes;

    /// <summary>Looks whether the settings name nobody who is not here: to be asked before anything is started.</summary>
    /// <exception cref="StartFailed">They do.</exception>
    public void Demand(Settings settings)
    {
        var called = remotes.Where(remote => remote.Kind == VideoOrder.Kind).Select(remote => remote.Name);
        string[] known = [.. called, .. Makers<VideoOrder>().Select(maker => maker.Name)];
        if (settings.VideoProviders.Select(ProviderChoice.Parse).FirstOrDefault(choice => !known.Contains(choice.Provider)) is { } stranger)
            throw new StartFailed($"BACKLOT_VIDEO_PROVIDERS names '{stranger.Provider}': choose {string.Join(", ", known)}, parted by commas, "
                + "each with a model or without, as in runway/gen4.5,dummy.");
    }

    /// <summary>As people say it.</summary>
    public string TitleOf(IRemoteProvider remote) => keys.Find(remote.KeyName)?.Title ?? remote.Name;

    /// <exception cref="Refusal">422 <c>provider.unknown</c>.</exception>
    public static Refusal Unknown(string provider) => new(422, "provider.unknown",
        $"There is no provider '{(provider.Length <= 50 ? provider : provider[..50] + "…")}' for this here: GET /api/providers tells which there are.");
}
