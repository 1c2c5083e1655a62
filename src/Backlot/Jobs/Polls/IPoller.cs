namespace Backlot.Jobs.Polls;

/// <summary>Asks one provider how far it is with what jobs are parked for (<see cref="Outcome.Await"/>).</summary>
public interface IPoller
{
    /// <summary>As in <see cref="Outcome.Await.Provider"/>.</summary>
    string Provider { get; }

    /// <summary>Asks about many jobs of one account at once, by the provider's list or batch call where it has one.</summary>
    /// <param name="account">As in <see cref="Outcome.Await.Account"/>.</param>
    /// <param name="providerJobIds">At most 500.</param>
    /// <param name="ct">Cancelled after a minute, or when the worker stops.</param>
    /// <returns>What was learned, by the provider's id; about the others is asked again later. An exception means that
    /// nothing was learned.</returns>
    Task<IReadOnlyDictionary<string, PollAnswer>> PollAsync(string account, IReadOnlyList<string> providerJobIds, CancellationToken ct);
}

/// <summary>What a provider said about one job.</summary>
public abstract record PollAnswer
{
    private PollAnswer() { }

    /// <summary>It works on it.</summary>
    /// <param name="AskAgainAfter">What it asked for; null for <see cref="PollSchedule"/>'s own measure.</param>
    /// <param name="Progress">0..1, as the provider says; the job's watchers are told. Null when it says nothing.</param>
    /// <param name="Note">What it is doing, in a few words.</param>
    public sealed record Working(TimeSpan? AskAgainAfter = null, double? Progress = null, string? Note = null) : PollAnswer;

    /// <summary>It has ended, well or not: the job runs again and reads this.</summary>
    /// <param name="Json">For <see cref="JobRun.Answer"/>.</param>
    public sealed record Ended(string Json) : PollAnswer;
}
