using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Platform.Outbound;

namespace Backlot.Generation.Providers;

/// <summary>Tells failures apart, and says them to users.</summary>
internal static class Faults
{
    /// <summary>Of an answer other than a good one.</summary>
    /// <param name="json">Its body; undefined when that is no JSON.</param>
    /// <param name="text">Its body.</param>
    /// <param name="said">The provider's own words, cleaned.</param>
    /// <param name="now">When it came.</param>
    public static ProviderFailure Of(
        ProviderApi api, KeyProvider provider, ProviderRequest request, OutboundReply reply, JsonElement json, string text, string said, DateTimeOffset now)
    {
        var status = (int)reply.Status;
        var body = ErrorBody.Read(text);
        var (kind, again) = (api.Classify(status, json) ?? ByStatus(api, request, status, body), WaitHint.ShouldRetry(reply));
        if (again == false && kind is FailureClass.Rate or FailureClass.Transient)
            kind = FailureClass.Invalid;
        else if (again == true && kind == FailureClass.Invalid)
            kind = FailureClass.Transient;
        return new(kind, Sentence(provider, kind, $"answered {status}{said}"), after: WaitHint.Of(reply, now) ?? WaitHint.Bounded(body.Delay));
    }

    /// <param name="what">It did, as in <c>answered 500: Internal error</c>.</param>
    public static string Sentence(KeyProvider provider, FailureClass kind, string what) => $"{provider.Title} {what}." + kind switch
    {
        FailureClass.Auth => " Your key was refused: store a good one under your keys, then order this again.",
        FailureClass.Quota => " Your account has no credit or quota left there: add some, then order this again.",
        FailureClass.Moderation => " It does not make this: change the words or the pictures, then order it again.",
        FailureClass.Invalid => " It cannot use what it was sent.",
        FailureClass.Retired => " The model is no more there: choose another.",
        FailureClass.Lost => " What was made cannot be had; it is not ordered again by itself, since it was paid for.",
        FailureClass.Unknown => " It may have been ordered and paid for: look at your account there, and order it anew if you want to pay again.",
        _ => "",
    };

    private static FailureClass ByStatus(ProviderApi api, ProviderRequest request, int status, ErrorBody body) => status switch
    {
        _ when status == 402 || body.SaysNoMoney || body.SaysDayIsUsedUp => FailureClass.Quota,
        _ when status is 401 or 403 || body.SaysBadKey => FailureClass.Auth,
        _ when body.SaysBadContent => FailureClass.Moderation,
        429 => FailureClass.Rate,
        408 or 504 when request.IsPaid && !api.GatewayTimeoutsAreSafe => FailureClass.Unknown,
        408 or 409 or 425 or >= 500 => FailureClass.Transient,
        _ => FailureClass.Invalid,
    };
}
