using System.Net;

namespace Backlot.Platform.Outbound;

/// <summary>Being sent on (RFC 9110 15.4), by our own rules.</summary>
internal static class Redirect
{
    /// <summary>Where a reply sends us; null when it does not.</summary>
    public static Uri? Of(HttpResponseMessage reply) => reply.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found
            or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        ? reply.Headers.Location
        : null;

    /// <summary>The next call: checked like the first, and with none of its secrets unless it stays at the same place.</summary>
    /// <exception cref="Refusal">The address is none we call, or leads from https to http.</exception>
    public static (OutboundRequest Request, Uri Url) Follow(
        OutboundRequest request, Uri from, Uri location, HttpStatusCode status, AllowedTargets allowed)
    {
        var to = OutboundUrl.Parse(location.IsAbsoluteUri ? location.OriginalString : new Uri(from, location).AbsoluteUri, allowed);
        if (from.Scheme == "https" && to.Scheme == "http")
            throw new Refusal(422, "url.refused", "This address is not called: it leads from https to http.");
        var next = request with { Url = to.AbsoluteUri };
        var keepsMethod = status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            || request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        if (!keepsMethod)
            next = next with { Method = HttpMethod.Get, Body = null };
        if (Uri.Compare(from, to, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            // A body may hold a secret as well as a header.
            next = next with
            {
                Headers = [.. request.Headers.Where(h => h.Name.Equals("Accept", StringComparison.OrdinalIgnoreCase))],
                Method = HttpMethod.Get,
                Body = null,
            };
        return (next, to);
    }
}
