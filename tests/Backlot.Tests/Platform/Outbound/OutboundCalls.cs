using System.Net;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>Calls to servers on loopback addresses that stand for others: 127.0.0.2 is opened by the administrator and stands for the
/// internet, 127.0.0.1 is the private network.</summary>
internal static class OutboundCalls
{
    public const string Public = "127.0.0.2", Private = "127.0.0.1";

    /// <summary>For what cannot be reached; whatever is to be reached may take its time.</summary>
    private static readonly OutboundLimits Quick = new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static OutboundHttp CallsTo(int port, Func<string, string> address) => new(Allowing(port), Resolving(address), TimeProvider.System);

    /// <summary>The stand-in for the internet on this port; and the port itself for any name.</summary>
    public static AllowedTargets Allowing(int port) => AllowedTargets.Parse($"{Public}:{port}");

    public static ResolveHost Resolving(Func<string, string> address) => (host, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address(host))]);

    public static OutboundRequest Get(string host, int port, string path = "") => new(HttpMethod.Get, $"http://{host}:{port}/{path}");

    public static Task UnreachableAsync(OutboundHttp http, OutboundRequest request, OutboundLimits? limits = null) =>
        FailsAsync(OutboundFault.Unreachable, http, request, limits ?? Quick);

    public static async Task FailsAsync(OutboundFault fault, OutboundHttp http, OutboundRequest request, OutboundLimits? limits = null) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<OutboundFailed>(() => http.SendAsync(request, limits ?? new(), Ct))).Fault);
}
