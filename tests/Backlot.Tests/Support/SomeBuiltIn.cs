using Backlot.Generation.Dummy;
using Backlot.Generation.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Backlot.Tests.Support;

/// <summary>Composes every fifth piece and paints every fifth picture, as the built-in provider does; the others are plain, and all are different.
/// An album takes all of them in the same way.</summary>
internal sealed class SomeBuiltIn : IMusicProvider, IImageProvider
{
    private const int Every = 5;

    private readonly DummyProvider _builtIn = new();
    private readonly PlainParts _plain = new(pause: TimeSpan.Zero, pictures: int.MaxValue);
    private int _pieces, _pictures;

    public string Name => _builtIn.Name;

    public static void Use(IServiceCollection services)
    {
        var some = new SomeBuiltIn();
        services.RemoveAll<IImageProvider>().AddSingleton<IImageProvider>(some);
        services.RemoveAll<IMusicProvider>().AddSingleton<IMusicProvider>(some);
    }

    public Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct) =>
        Interlocked.Increment(ref _pieces) % Every == 1 ? _builtIn.MakeAsync(order, path, progress, ct) : _plain.MakeAsync(order, path, progress, ct);

    public Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct) =>
        Interlocked.Increment(ref _pictures) % Every == 1 ? _builtIn.MakeAsync(order, path, progress, ct) : _plain.MakeAsync(order, path, progress, ct);
}
