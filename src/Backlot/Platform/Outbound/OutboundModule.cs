using System.Net;

namespace Backlot.Platform.Outbound;

/// <summary>Calls to other machines.</summary>
public static class OutboundModule
{
    public static IServiceCollection AddOutbound(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings.OutboundAllow)
#pragma warning disable RS0030 // whose answers are checked before anything connects to them
        .AddSingleton<ResolveHost>((host, ct) => Dns.GetHostAddressesAsync(host, ct))
#pragma warning restore RS0030
        .AddSingleton<OutboundHttp>();
}
