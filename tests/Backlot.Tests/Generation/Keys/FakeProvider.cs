using System.Text;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Keys;

/// <summary>A provider in this process, that all providers' addresses lead to.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public static readonly string[] Names = ["beatoven", "gemini", "kling", "leonardo", "mubert", "openai", "runway", "sora", "veo"];
    private readonly LoopbackServer _server;

    public FakeProvider() => _server = new((head, stream) =>
    {
        var (status, body) = Answer(head);
        return stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}")).AsTask();
    });

    /// <summary>Given the request's head.</summary>
    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (200, """{"code":0}""");
    public IReadOnlyList<string> Requests => _server.Requests;

    /// <summary>A server whose providers are all this one, each below a path of its own name.</summary>
    public Task<TestServer> StartServerAsync(TestCluster cluster) => TestServer.StartAsync(cluster, settings: Lead);

    /// <summary>Leads the providers' addresses here.</summary>
    public Settings Lead(Settings given) => given with
    {
        OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{_server.Port}"),
        ProviderUrls = Names.ToDictionary(name => name, name => $"http://127.0.0.1:{_server.Port}/{name}/"),
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
