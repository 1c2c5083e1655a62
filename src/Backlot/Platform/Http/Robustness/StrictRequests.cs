using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Backlot.Platform.Http.Robustness;

/// <summary>The one place that refuses what no handler, serializer or database should have to see: bodies of another type,
/// JSON that means different things to different readers, characters that PostgreSQL does not store.</summary>
internal sealed class StrictRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        DemandText(http.Request);
        if (http.Request.Path.StartsWithSegments("/api") && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            await DemandBodyAsync(http);
        await next(http);
    }

    /// <exception cref="Refusal">400: an address with a NUL in it; 404 when it is in the path, for nothing has such a name.</exception>
    private static void DemandText(HttpRequest request)
    {
        if (request.RouteValues.Values.Any(value => value is string text && text.Contains('\0')))
            throw Refusal.NotFound();
        foreach (var (name, values) in request.Query)
            if (name.Contains('\0') || values.Any(value => value?.Contains('\0') == true))
                throw new Refusal(400, "text.invalid", "The address holds a NUL character, which no text here can: leave it out.");
    }

    private static async Task DemandBodyAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            // A route that takes other bytes says so, and looks at them itself.
            if (http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Any(type => IsType(http.Request, type)) == true)
                return;
            if (http.GetEndpoint() is RouteEndpoint)
                throw new Refusal(415, "unsupported-media-type", "Send the body as application/json.");
            return;
        }
        var body = await http.Request.ReadWholeBodyAsync(http.RequestAborted);
        if (body.Length == 0)
            return;
        try
        {
            new JsonInspection().Inspect(body);
        }
        catch (JsonException unreadable)
        {
            throw new BadHttpRequestException("The body is no JSON.", 400, unreadable);
        }
    }

    private static bool IsType(HttpRequest request, string type) =>
        request.ContentType?.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase) == true;
}
