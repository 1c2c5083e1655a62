namespace Backlot.Platform.Http.RateLimits;

/// <summary>Endpoint metadata: which policy counts its requests.</summary>
internal sealed record RateClass(string Policy);

/// <summary>How a route says it; without a word it is <c>read</c> for GET and <c>write</c> else.</summary>
public static class RateClasses
{
    /// <summary>It lets somebody in who proves who they are: few, and counted by address.</summary>
    public static RouteHandlerBuilder SignsIn(this RouteHandlerBuilder route) => route.Counts(RateLimitSettings.SignInAddress);

    /// <summary>It takes media in.</summary>
    public static RouteHandlerBuilder Ingests(this RouteHandlerBuilder route) => route.Counts(RateLimitSettings.Ingest);

    internal static RouteHandlerBuilder Counts(this RouteHandlerBuilder route, string policy) => route.WithMetadata(new RateClass(policy));

    internal static string PolicyOf(Endpoint? endpoint, string method) => endpoint?.Metadata.GetMetadata<RateClass>()?.Policy
        ?? (EndpointAccess.IsSafe(method) ? RateLimitSettings.Read : RateLimitSettings.Write);
}
