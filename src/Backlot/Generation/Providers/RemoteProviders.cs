using System.Collections.Concurrent;

namespace Backlot.Generation.Providers;

/// <summary>What remote providers share.</summary>
internal static class RemoteProviders
{
    private const int AtOnce = 4;

    /// <summary>One that hangs does not keep from us what was learned of the others.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Asks about each job by a request of its own, a few at once.</summary>
    /// <exception cref="ProviderFailure">The account is refused.</exception>
    public static async Task<IReadOnlyDictionary<string, RemoteState>> AskEachAsync(IRemoteProvider provider, IReadOnlyList<RemoteJob> jobs, CancellationToken ct)
    {
        var states = new ConcurrentDictionary<string, RemoteState>();
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (job, token) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
            limit.CancelAfter(Longest);
            try
            {
                states[job.Id] = await provider.AskAsync(job.Id, job.Call, limit.Token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                // Asked about later.
            }
            catch (ProviderFailure failure) when (failure.Class is FailureClass.Invalid or FailureClass.Lost or FailureClass.Retired)
            {
                states[job.Id] = new RemoteState.Failed(new(FailureClass.Lost, failure.Message, cause: failure));
            }
            catch (ProviderFailure failure) when (failure.Class is not (FailureClass.Auth or FailureClass.Quota))
            {
                // So is this one.
            }
        });
        return states;
    }
}
