using System.Collections.Concurrent;

namespace Backlot.Platform.Http.Versions;

/// <summary>Asks the endpoint that answers a thing what it would answer now, inside of a request that changes the thing.</summary>
internal sealed class VersionedReaders(EndpointDataSource endpoints)
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _readers = new();

    /// <summary>In the scope of the request, and so in its transaction.</summary>
    /// <param name="name">The endpoint's.</param>
    /// <returns>The body.</returns>
    /// <exception cref="Refusal">404: the thing is not there.</exception>
    public async Task<byte[]> ReadAsync(string name, HttpContext http)
    {
        var body = new MemoryStream();
        var inner = new DefaultHttpContext
        {
            RequestServices = http.RequestServices,
            User = http.User,
            RequestAborted = http.RequestAborted,
            Request = { Method = HttpMethods.Get, Scheme = http.Request.Scheme, Host = http.Request.Host, RouteValues = new(http.Request.RouteValues) },
            Response = { Body = body },
        };
        await _readers.GetOrAdd(name, Find)(inner);
        return inner.Response.StatusCode == StatusCodes.Status200OK ? body.ToArray() : throw Refusal.NotFound();
    }

    private RequestDelegate Find(string name) =>
        endpoints.Endpoints.Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name).RequestDelegate
        ?? throw new InvalidOperationException($"The endpoint {name} answers nothing.");
}
