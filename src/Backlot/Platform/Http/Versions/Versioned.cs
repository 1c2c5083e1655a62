using Backlot.Platform.Http.OpenApi;
using Microsoft.Net.Http.Headers;

namespace Backlot.Platform.Http.Versions;

/// <summary>Endpoint metadata: its answer is a thing as it is now, and carries a strong ETag.</summary>
internal sealed record Versioned;

/// <summary>Endpoint metadata: it changes the thing that another endpoint answers.</summary>
/// <param name="Reader">The other endpoint's name.</param>
internal sealed record ChangesVersioned(string Reader);

/// <summary>How a route says it, in its one line.</summary>
public static class VersionedRoutes
{
    private const string SomeTag = "\"q1Wl0ZQ8mYx6fG2Hs5tJ0A\"";

    private static readonly ApiResponseHeader
        ETagHeader = new([200, 304], HeaderNames.ETag, "Names this very answer: give it back in If-Match or If-None-Match.", SomeTag) { IsAlwaysThere = true },
        NewETagHeader = new([200, 412], HeaderNames.ETag, "Names it as it is now, after the change or instead of it.", SomeTag);

    /// <summary>The answer carries a strong <c>ETag</c>, and is 304 without a body to whoever has it already.</summary>
    public static RouteHandlerBuilder Versioned(this RouteHandlerBuilder route) =>
        route.WithMetadata(new Versioned(), ETagHeader).Produces(304).ProducesProblem(400);

    /// <summary><c>If-Match</c> is honoured when it is sent: unless it names the ETag that <paramref name="reader"/> would
    /// answer now, the request is refused with 412. The handler runs in the transaction of that look, so of many with one
    /// ETag the first wins.</summary>
    /// <param name="reader">The name of a GET endpoint with the same parameters in its address, or fewer.</param>
    public static RouteHandlerBuilder ChangesVersionOf(this RouteHandlerBuilder route, string reader) =>
        route.WithMetadata(new ChangesVersioned(reader), NewETagHeader).ProducesProblem(400).ProducesProblem(412);
}
