using System.Collections.Concurrent;
using Npgsql;

namespace Backlot.Platform.Http.RateLimits;

/// <summary>Grants requests, or not.</summary>
internal sealed class RateLimiter(RateCounter counter, Settings settings)
{
    private const int MostBlocks = 10_000;

    private readonly ConcurrentDictionary<(string Policy, string Subject), RateBlock> _blocks = new();

    public RatePolicy Policy(string name) => settings.RateLimits[name];

    /// <param name="subject">Who asks: see <see cref="RateSubject"/>.</param>
    /// <exception cref="Refusal">503: the count is away, and the policy is strict.</exception>
    public async ValueTask<RatePermit> TakeAsync(RatePolicy policy, string subject, CancellationToken ct)
    {
        if (policy.IsStrict)
            return await TakeOneAsync(policy, subject, ct);
        if (_blocks.Count > MostBlocks)
            foreach (var (key, block) in _blocks)
                if (block.IsOver)
                    _blocks.TryRemove(key, out _);
        return await _blocks.GetOrAdd((policy.Name, subject), _ => new(policy, subject, counter)).TakeAsync(ct);
    }

    private async Task<RatePermit> TakeOneAsync(RatePolicy policy, string subject, CancellationToken ct)
    {
        try
        {
            var (got, left, window) = await counter.TakeAsync(policy, subject, 1, ct);
            return new(got == 1, left, counter.Left(policy, window));
        }
        catch (NpgsqlException)
        {
            throw new Refusal(503, "database.away", "The database is away; try again in a few seconds.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }
    }
}
