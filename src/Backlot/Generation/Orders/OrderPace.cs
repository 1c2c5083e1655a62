using Backlot.Generation.Providers;

namespace Backlot.Generation.Orders;

/// <summary>How long orders rest, and how often they are tried.</summary>
/// <param name="FirstSeconds">After the first failure; each further rest is twice as long.</param>
/// <param name="MostSeconds">The longest rest that a provider did not ask for itself.</param>
/// <param name="GraceSeconds">An answer to a paid request is waited for so long while the server stops.</param>
internal sealed record OrderPace(double FirstSeconds = 1, double MostSeconds = 60, double GraceSeconds = 20)
{
    /// <summary>Requests that came to nothing for now.</summary>
    public const int MostSends = 6;

    /// <summary>Requests that a provider refused because it had enough to do: an album's twenty parts may have to take turns.</summary>
    public const int MostTurns = 60;

    /// <summary>Looks for a request whose answer was lost.</summary>
    public const int MostLooks = 3;

    /// <summary>Downloads of what was made, each from a fresh address.</summary>
    public const int MostFetches = 6;

    /// <summary>A provider that wants a longer rest is left for the next one, where there is one.</summary>
    public static readonly TimeSpan Impatient = TimeSpan.FromMinutes(2);

    /// <summary>An account without quota is left alone for so long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>How often a request is made that fails so.</summary>
    public static int MostOf(FailureClass failure) => failure == FailureClass.Rate ? MostTurns : MostSends;

    /// <summary>Before a provider's own wish, doubled each time, and up to half as long again so that not all come at once.</summary>
    /// <param name="tries">That failed, from 1.</param>
    /// <param name="failure">The last of them.</param>
    public TimeSpan Rest(int tries, ProviderFailure failure) => failure.After ?? Rest(tries);

    /// <inheritdoc cref="Rest(int, ProviderFailure)"/>
    public TimeSpan Rest(int tries)
    {
        var seconds = Math.Min(MostSeconds, FirstSeconds * Math.Pow(2, Math.Min(tries - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (1 + Random.Shared.NextDouble() / 2));
    }
}
