using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;

namespace Backlot.Platform.Http.RateLimits;

/// <summary>Failed sign-ins of one account from one address: too many, and that address has to wait, while whoever knows
/// the password still gets in from another.</summary>
internal sealed class SignInLimit(RateLimiter limiter, RateCounter counter, RootKey root)
{
    private const int NameBytes = 16;
    private readonly byte[] _key = root.Derive("sign-in limit v1");

    /// <summary>Counts an attempt before it is tried, so that many at once are not more.</summary>
    /// <param name="account">As it was written; need not exist.</param>
    /// <exception cref="Refusal">429: too many. 503: nobody can count.</exception>
    public async Task DemandAsync(HttpContext http, string account, CancellationToken ct)
    {
        var policy = limiter.Policy(RateLimitSettings.SignIn);
        var permit = await limiter.TakeAsync(policy, SubjectOf(http, account), ct);
        RateHeaders.Tell(http, policy, permit);
        if (!permit.IsGranted)
            throw RateHeaders.Refusal(permit);
    }

    /// <summary>It succeeded: what failed before was the same person.</summary>
    public Task ForgiveAsync(HttpContext http, string account, CancellationToken ct) =>
        counter.ForgetAsync(limiter.Policy(RateLimitSettings.SignIn), SubjectOf(http, account), ct);

    /// <summary>The account by a keyed hash: the counters are no list of who has one.</summary>
    private string SubjectOf(HttpContext http, string account) =>
        $"{Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(account.Trim().ToLowerInvariant())).AsSpan(0, NameBytes))} {RateSubject.Of(http.Connection.RemoteIpAddress)}";
}
