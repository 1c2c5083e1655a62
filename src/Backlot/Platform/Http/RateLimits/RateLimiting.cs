namespace Backlot.Platform.Http.RateLimits;

/// <summary>Counts every request to the API and to media, by the policy that its endpoint names.</summary>
internal sealed class RateLimiting(RequestDelegate next, RateLimiter limiter)
{
    public static bool Counts(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/media");

    public async Task InvokeAsync(HttpContext http)
    {
        if (Counts(http.Request.Path))
        {
            var policy = limiter.Policy(RateClasses.PolicyOf(http.GetEndpoint(), http.Request.Method));
            var permit = await limiter.TakeAsync(policy, RateSubject.Of(http), http.RequestAborted);
            RateHeaders.Tell(http, policy, permit);
            if (!permit.IsGranted)
                throw RateHeaders.Refusal(permit);
        }
        await next(http);
    }
}
