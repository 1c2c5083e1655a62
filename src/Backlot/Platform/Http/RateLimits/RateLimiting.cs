namespace Backlot.Platform.Http.RateLimits;

/// <summary>Counts every request to the API and to media, by the policy that its endpoint names.</summary>
internal sealed class RateLimiting(RequestDelegate next, RateLimiter limiter)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/media"))
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
