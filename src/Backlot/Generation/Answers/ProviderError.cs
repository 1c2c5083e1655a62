using Backlot.Generation.Keys;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Answers;

/// <summary>What an answer other than 2xx means. OpenAI's errors are <c>{"error": {"message", "type", "code"}}</c>, Google's
/// <c>{"error": {"message", "status", "details"}}</c>, at times the only item of a list.</summary>
internal static class ProviderError
{
    /// <param name="after">What the answer's headers say of when to ask again.</param>
    /// <param name="said">The provider's own words, cleaned.</param>
    public static ProviderTrouble Of(KeyProvider provider, int status, string body, TimeSpan? after, string said)
    {
        var error = ErrorBody.Read(body);
        return status switch
        {
            _ when status == 402 || error.SaysNoMoney =>
                Final(FailureClass.Quota, "Your account has no credit left there: add some or raise its limit, then order this again."),
            _ when status is 401 or 403 || error.SaysBadKey =>
                Final(FailureClass.Auth, "Your key was refused: store a good one under your keys, then order this again."),
            _ when error.SaysBadContent => ProviderTrouble.Content(provider, said),
            429 when error.SaysDayIsUsedUp =>
                Final(FailureClass.Quota, "Your quota of the day is used up there: order this again tomorrow, or raise the quota."),
            408 or 409 or 425 or 429 or >= 500 => new($"{provider.Title} answered {status}{said}.", status == 429 ? FailureClass.Rate : FailureClass.Transient,
                WaitHint.Bounded(after ?? error.Delay)),
            404 or (>= 300 and < 400) => Final(FailureClass.Invalid, "An administrator checks BACKLOT_ANALYSIS_MODELS and BACKLOT_PROVIDER_URLS."),
            _ => Final(FailureClass.Invalid, "It cannot use what it was sent."),
        };

        ProviderTrouble Final(FailureClass failureClass, string remedy) => new($"{provider.Title} answered {status}{said}. {remedy}", failureClass);
    }
}
