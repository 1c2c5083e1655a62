using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Backlot.Platform.Http;

/// <summary>
/// The endpoints of the server, made once. Routing and authorization each ask for them on their own, and a group of routes makes all
/// of its handlers anew for whoever asks, which is most of what a start takes.
/// </summary>
internal sealed class EndpointsOnce : EndpointDataSource
{
    private readonly Lazy<IReadOnlyList<Endpoint>> _endpoints;

    private EndpointsOnce(IReadOnlyList<EndpointDataSource> sources) =>
        _endpoints = new(() => [.. sources.SelectMany(source => source.Endpoints)]);

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints.Value;

    /// <summary>Puts one of these in the place of all that is mapped so far; nothing may be added to a group afterwards.</summary>
    public static void Keep(IEndpointRouteBuilder routes)
    {
        var once = new EndpointsOnce([.. routes.DataSources]);
        routes.DataSources.Clear();
        routes.DataSources.Add(once);
    }

    /// <summary>They never change.</summary>
    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
}
