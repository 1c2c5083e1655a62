using System.Net;
using Backlot.Benchmarks.Contract;

namespace Backlot.Tests.Support.OpenApi;

/// <summary>Holds every answer that a test gets against the API document; one that breaks it fails the test there and then.</summary>
internal sealed class ContractHandler(CookieContainer? cookies) : DelegatingHandler(new SocketsHttpHandler
{
    AllowAutoRedirect = false,
    UseCookies = cookies is not null,
    CookieContainer = cookies ?? new(),
})
{
    /// <summary>A client whose answers are checked; it follows no redirects, for the API gives none.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="cookies">Kept and sent; null for none.</param>
    public static HttpClient NewClient(Uri server, CookieContainer? cookies = null) => new(new ContractHandler(cookies)) { BaseAddress = server };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri?.AbsolutePath ?? "/";
        if (!path.StartsWith("/api/", StringComparison.Ordinal) && CommittedContract.Value.At(path).Count == 0)
            return reply;
        var answer = await ApiAnswer.ReadAsync(reply, cancellationToken);
        var faults = CommittedContract.Check.FaultsOf(request.Method.Method, path, answer);
        Assert.True(faults.Count == 0,
            $"{request.Method} {path} was answered {answer.Status}, and docs/api/openapi.json says otherwise: {string.Join("; ", faults)}. "
            + (answer.Body is { } body ? System.Text.Encoding.UTF8.GetString(body) : ""));
        return reply;
    }
}
