using System.Net.Http.Headers;
using Backlot.Platform.Http.Idempotency;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Support;

/// <summary>A client as clients should be: each POST carries a key of its own. What it is answered is held against the API document.</summary>
internal sealed class KeyedHttp() : DelegatingHandler(new ContractHandler(cookies: null))
{
    /// <param name="url">The server's.</param>
    /// <param name="token">Who signs in; null for a stranger.</param>
    public static HttpClient New(Uri url, string? token)
    {
        var http = new HttpClient(new KeyedHttp()) { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyKeys.Header))
            request.Headers.Add(IdempotencyKeys.Header, Guid.CreateVersion7().ToString());
        return base.SendAsync(request, cancellationToken);
    }
}
