namespace Backlot.Platform.Http.Robustness;

/// <summary>Refuses a request that tells its length in two ways: whoever stands between may go by the other one, and take
/// what is left for another request (RFC 9112, 6.1).</summary>
internal static class OneLength
{
    /// <summary>Where Kestrel puts a <c>Content-Length</c> that came with a <c>Transfer-Encoding</c>. It closes the
    /// connection after the answer by itself.</summary>
    private const string SetAside = "X-Content-Length";

    public static void UseOneLength(this WebApplication app) => app.Use((http, next) =>
        http.Request.Headers.TransferEncoding.Count > 0 && http.Request.Headers.ContainsKey(SetAside)
            ? throw new Refusal(400, "bad-request", "The request tells its length twice: send Content-Length or Transfer-Encoding, not both.")
            : next(http));
}
