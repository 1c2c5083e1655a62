using System.Net;
using Backlot.Generation;
using Backlot.Generation.Providers;
using Backlot.Generation.Providers.Beatoven;
using Backlot.Generation.Providers.Gemini;
using Backlot.Generation.Providers.Leonardo;
using Backlot.Generation.Providers.Mubert;
using Backlot.Generation.Providers.OpenAi;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Providers;

/// <summary>A provider's client before its fake, called step by step as whoever has things made does.</summary>
internal sealed class MakerCalls : IAsyncDisposable
{
    public static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, .. Enumerable.Range(0, 3000).Select(n => (byte)(n * 7))];
    public static readonly ImageOrder Image = new("a candle-lit hall", 7, 1920, 1080);
    public static readonly MusicOrder Music = new("slow lute and viol", 7, 200.4);
    public static readonly IReadOnlyList<string> Names = ["gemini", "openai", "leonardo", "mubert", "beatoven"];

    /// <summary>Those whose answer is not the thing itself.</summary>
    public static readonly IReadOnlyList<string> Waiting = ["leonardo", "mubert", "beatoven"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("backlot-maker-");
    private readonly OutboundHttp _outbound;
    private readonly ProviderHttp _http;
    private readonly ProviderCatalog _catalog;

    private MakerCalls(MakerFake fake)
    {
        Fake = fake;
        var settings = fake.Lead(new Settings { DataFolder = _folder.FullName });
        _outbound = new(settings.OutboundAllow, (host, ct) => Dns.GetHostAddressesAsync(host, ct), Time);
        _http = new(_outbound, new(settings), new ProviderLimits(), TimeProvider.System);
        _catalog = new(settings, TimeProvider.System);
    }

    public static MakerCalls Of(string name) => new(name switch
    {
        "gemini" => new GeminiImageFake(Picture),
        "openai" => new OpenAiImageFake(Picture),
        "leonardo" => new LeonardoFake(Picture),
        "mubert" => new MubertFake(Picture),
        _ => new BeatovenFake(Picture),
    });

    public MakerFake Fake { get; }
    public HurriedTime Time { get; } = new();

    /// <summary>What was made, or left behind.</summary>
    public IReadOnlyList<string> Files => [.. _folder.EnumerateFiles().Select(file => file.FullName)];

    public IRemoteProvider Provider => Fake.Name switch
    {
        "gemini" => new GeminiImages(_http, TimeProvider.System),
        "openai" => new OpenAiImages(_http),
        "leonardo" => new LeonardoImages(_http),
        "mubert" => new MubertMusic(_http),
        _ => new BeatovenMusic(_http, TimeProvider.System),
    };

    public RemoteCall NewCall() => new(_catalog.Demand(new(Fake.Name), Provider.Kind), new(MakerFake.Key, Fake.Name == "mubert" ? MakerFake.Secret : null), "h",
        Path.Combine(_folder.FullName, "made"), PriceUsd: 0.5m, DateTimeOffset.UnixEpoch);

    public Task<Sent> SendAsync(RemoteCall call, CancellationToken ct) => Provider is IRemoteProvider<ImageOrder> pictures
        ? pictures.SendAsync(Image, call, ct)
        : ((IRemoteProvider<MusicOrder>)Provider).SendAsync(Music, call, ct);

    /// <summary>All steps, as long as nothing goes wrong.</summary>
    public async Task<Made> MakeAsync(RemoteCall call, CancellationToken ct)
    {
        var sent = await SendAsync(call, ct);
        if (sent is Sent.Finished finished)
            return finished.Made;
        while (true)
            switch (await Provider.AskAsync(((Sent.Accepted)sent).ProviderJobId, call, ct))
            {
                case RemoteState.Succeeded done:
                    return await Provider.FetchAsync(done, call, ct);
                case RemoteState.Failed failed:
                    throw failed.Failure;
            }
    }

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        _outbound.Dispose();
        _folder.Delete(recursive: true);
    }
}
