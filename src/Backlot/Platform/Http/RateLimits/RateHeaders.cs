using System.Globalization;

namespace Backlot.Platform.Http.RateLimits;

/// <summary>The headers of draft-ietf-httpapi-ratelimit-headers-11. Their names may still change: they stand only here.</summary>
internal static class RateHeaders
{
    public const string Policy = "RateLimit-Policy", Limit = "RateLimit";
    private static readonly object Key = new();

    /// <summary>To be sent with the answer, whatever that will be; the last one that is told is sent.</summary>
    public static void Tell(HttpContext http, RatePolicy policy, RatePermit permit)
    {
        var isFirst = !http.Items.ContainsKey(Key);
        http.Items[Key] = (policy, permit);
        if (isFirst)
            http.Response.OnStarting(static state =>
            {
                var answered = (HttpContext)state;
                if (answered.Items[Key] is (RatePolicy of, RatePermit got))
                    Write(answered.Response.Headers, of, got);
                return Task.CompletedTask;
            }, http);
    }

    private static void Write(IHeaderDictionary headers, RatePolicy policy, RatePermit permit)
    {
        headers[Policy] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";q={policy.Permits};w={(long)policy.Window.TotalSeconds}");
        headers[Limit] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={permit.Remaining};t={Math.Ceiling(permit.Reset.TotalSeconds)}");
    }

    /// <summary>What refuses a request that was not granted.</summary>
    public static Refusal Refusal(RatePermit permit) => new(429, "too-many-requests",
        string.Create(CultureInfo.InvariantCulture, $"That were too many requests: go on in {Math.Max(1, Math.Ceiling(permit.Reset.TotalSeconds))} s."))
    {
        RetryAfter = permit.Reset,
    };
}
