using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Platform.Http.Idempotency;

/// <summary>What an endpoint says of the key that a request may carry.</summary>
/// <param name="Required">Without one the request is refused.</param>
internal sealed record KeyedWrite(bool Required);

/// <summary>How a route says it, in its one line.</summary>
public static class KeyedWrites
{
    /// <summary>It makes something or sets work going: a request with an <c>Idempotency-Key</c> has its effect once,
    /// however often it is sent. Everything it writes, it writes through the request's own context.</summary>
    public static RouteHandlerBuilder Makes(this RouteHandlerBuilder route) => route.Keyed(required: false);

    /// <summary>It costs money or much work: as <see cref="Makes"/>, and refused without a key.</summary>
    public static RouteHandlerBuilder Spends(this RouteHandlerBuilder route) =>
        route.Keyed(required: true).Counts(RateLimitSettings.Generate);

    private static readonly ApiResponseHeader ReplayedHeader =
        new([200, 201, 202], IdempotencyKeys.Replayed, "This is the answer to an earlier request with the same key.", "true");

    private static RouteHandlerBuilder Keyed(this RouteHandlerBuilder route, bool required) => route
        .WithMetadata(new KeyedWrite(required), ReplayedHeader).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
}
