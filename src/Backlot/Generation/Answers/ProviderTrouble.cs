using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Jobs;

namespace Backlot.Generation.Answers;

/// <summary>A provider gave no answer that can be used.</summary>
/// <param name="reason">A sentence, with nothing of the key in it.</param>
/// <param name="failureClass">What it means: what is <see cref="FailureClass.Rate"/> or <see cref="FailureClass.Transient"/> may pass, after
/// all others asking again would change nothing.</param>
/// <param name="after">When the provider wants to be asked again; null when it does not say.</param>
/// <param name="spent">What it counted for it all the same.</param>
internal sealed class ProviderTrouble(string reason, FailureClass failureClass, TimeSpan? after = null, Usage? spent = null) : Exception(reason)
{
    public FailureClass Class { get; } = failureClass;
    public Usage Spent { get; } = spent ?? new();

    /// <summary>What becomes of the job that asked.</summary>
    public Outcome Outcome => Class is FailureClass.Rate or FailureClass.Transient ? new Outcome.Retry(Message, after) : new Outcome.Discard(Message);

    /// <summary>An answer, but none that can be read.</summary>
    public static ProviderTrouble Unusable(KeyProvider provider, string why, Usage? spent = null) =>
        new($"{provider.Title}'s answer cannot be used: {why}.", FailureClass.Transient, spent: spent);

    /// <summary>The provider will not speak of such content.</summary>
    /// <param name="said">Its own words, cleaned; or empty.</param>
    public static ProviderTrouble Content(KeyProvider provider, string said, Usage? spent = null) =>
        new($"{provider.Title} refuses to answer about this content{said}.", FailureClass.Moderation, spent: spent);
}
