using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;

namespace Backlot.Platform.Http;

/// <summary>How people reach this server, for links: as the settings say, else by its own loopback address. Never by what
/// a request calls it.</summary>
internal sealed class PublicAddress(Settings settings, IServer server)
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Origin => settings.PublicUrl?.GetLeftPart(UriPartial.Authority)
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The server does not listen yet.");

    /// <summary>A link to the page; what is in a fragment, browsers never send to a server.</summary>
    public string PageLink(string fragment) => $"{Origin}/#{fragment}";

    /// <summary>The names by which requests may call the server.</summary>
    public static string HostsOf(Settings settings) =>
        string.Join(';', new[] { "localhost", "127.0.0.1", settings.PublicUrl?.IdnHost }.OfType<string>().Distinct());
}

/// <summary>What a proxy says of the caller's address and scheme is believed of the proxies in the settings, and of
/// nobody else.</summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app, Settings settings)
    {
        if (settings.TrustedProxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,        // as far back as all are proxies of ours
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in settings.TrustedProxies)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
