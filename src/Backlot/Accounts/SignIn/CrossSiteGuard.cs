using Backlot.Platform;
using Backlot.Platform.Http;

namespace Backlot.Accounts.SignIn;

/// <summary>Refuses what a page of another site makes a signed-in browser send. Browsers say where a request comes from:
/// in <c>Sec-Fetch-Site</c>, older ones in <c>Origin</c>.</summary>
/// <remarks>A request that brings its token itself, and no cookie that a browser would add to any request, cannot be
/// forged. One without either header comes from no browser that can be made to send a JSON body to another site.</remarks>
internal sealed class CrossSiteGuard(RequestDelegate next, Settings settings)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!IsGuarded(http) || IsOwn(http))
            return next(http);
        throw new Refusal(403, "cross-site", "This request came from a page of another site: open Backlot's own page and do it there.");
    }

    private static bool IsGuarded(HttpContext http) =>
        (!EndpointAccess.IsSafe(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess.LongAnswer>() is not null)
        && (SessionCookie.Read(http) is not null || Credentials.TokenOf(http) is null);

    private bool IsOwn(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none";
        if (headers.Origin.ToString() is { Length: > 0 } origin)
            return IsOwn(origin, http.Request.Host);
        // A form of an old browser is the one forgery without either header; it can only send what changes something.
        return EndpointAccess.IsSafe(http.Request.Method) || SessionCookie.Read(http) is null;
    }

    /// <summary>By host and port: of the scheme this server may know nothing behind a proxy.</summary>
    private bool IsOwn(string origin, HostString host) => Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (string.Equals(from.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            || string.Equals(origin, settings.PublicUrl?.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
}
