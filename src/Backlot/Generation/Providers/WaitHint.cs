using System.Globalization;
using Backlot.Platform.Outbound;

namespace Backlot.Generation.Providers;

/// <summary>When a provider's answer says to come again.</summary>
internal static class WaitHint
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Of <c>retry-after-ms</c>, then <c>retry-after</c> in seconds or as a date.</summary>
    /// <returns>Zero to six hours; null when nothing is said.</returns>
    public static TimeSpan? Of(OutboundReply reply, DateTimeOffset now) => Bounded(Milliseconds(reply, "retry-after-ms")
        ?? reply.Headers.RetryAfter switch { { Delta: { } delta } => delta, { Date: { } date } => date - now, _ => null });

    /// <summary>Of a header that counts milliseconds.</summary>
    public static TimeSpan? Milliseconds(OutboundReply reply, string header) =>
        reply.Headers.TryGetValues(header, out var values)
        && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 1e9
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    /// <summary>What <c>x-should-retry</c> says; null when nothing.</summary>
    public static bool? ShouldRetry(OutboundReply reply) =>
        reply.Headers.TryGetValues("x-should-retry", out var values) && bool.TryParse(values.First(), out var should) ? should : null;

    public static TimeSpan? Bounded(TimeSpan? wait) =>
        wait is { } some ? TimeSpan.FromTicks(Math.Clamp(some.Ticks, 0, Longest.Ticks)) : null;
}
