namespace Backlot.Generation.Providers;

/// <summary>A step at a provider came to nothing.</summary>
/// <param name="failureClass">What it means.</param>
/// <param name="reason">One sentence for the user, with nothing of the key in it.</param>
/// <param name="wasSent">False: surely nothing left this machine, so that it may be sent again.</param>
/// <param name="after">When the provider wants to be asked again; null when it does not say.</param>
public sealed class ProviderFailure(FailureClass failureClass, string reason, bool wasSent = true, TimeSpan? after = null, Exception? cause = null)
    : Exception(reason, cause)
{
    public FailureClass Class { get; } = failureClass;
    public bool WasSent { get; } = wasSent;
    public TimeSpan? After { get; } = after;
}

/// <summary>What a failure means for the order.</summary>
public enum FailureClass
{
    /// <summary>The key was refused.</summary>
    Auth,

    /// <summary>The account has no money or no quota left: the provider is left alone for a while.</summary>
    Quota,

    /// <summary>Too much at once: later.</summary>
    Rate,

    /// <summary>The provider cannot use what it was sent.</summary>
    Invalid,

    /// <summary>The provider does not make such things.</summary>
    Moderation,

    /// <summary>It may pass: later.</summary>
    Transient,

    /// <summary>It was made, and cannot be had. It is not ordered again by itself.</summary>
    Lost,

    /// <summary>It was sent, and there is no answer: it may have been paid for. It is not ordered again by itself.</summary>
    Unknown,

    /// <summary>The model is no more.</summary>
    Retired,
}
